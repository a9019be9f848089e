import type { OpenApiDocument } from "./openapi-document.ts";
import { typeText } from "./type-text.ts";
import type { JsonSchema, TypeText } from "./type-text.ts";

/** The OpenAPI document as people read it: what the page and docs/api-reference.md show. */
export interface Reference {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** What all paths begin with. */
  readonly base: string;
  readonly tags: readonly { readonly name: string; readonly operations: readonly OperationReference[] }[];
  readonly problems: readonly { readonly status: string; readonly description: string }[];
  readonly headers: readonly { readonly name: string; readonly description: string }[];
  readonly schemas: readonly SchemaReference[];
}

export interface OperationReference {
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Undefined: answered without a key. */
  readonly scope: string | undefined;
  readonly role: string | undefined;
  readonly parameters: readonly FieldReference[];
  readonly body: { readonly required: boolean; readonly fields: readonly FieldReference[] } | undefined;
  readonly answers: readonly { readonly status: string; readonly description: string; readonly type: TypeText }[];
  /** Statuses that are answered with a problem. */
  readonly problems: readonly string[];
}

export interface FieldReference {
  readonly name: string;
  /** Of a parameter: `query`, `path`, `header`. */
  readonly place?: string;
  readonly type: TypeText;
  readonly required: boolean;
  readonly description: string;
}

export interface SchemaReference {
  readonly name: string;
  readonly description: string;
  /** Of what is no object. */
  readonly type: TypeText;
  readonly fields: readonly FieldReference[];
}

/** What is read of the document; the types of its library allow for all that OpenAPI could hold. */
interface PlainDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, PlainOperation>>>>;
  readonly components: {
    readonly headers: Readonly<Record<string, { readonly description: string }>>;
    readonly responses: Readonly<Record<string, { readonly description: string }>>;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

interface PlainOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly [string];
  readonly "x-scope"?: string;
  readonly "x-role"?: string;
  readonly parameters?: readonly PlainParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: PlainContent };
  readonly responses: Readonly<Record<string, PlainAnswer | { readonly $ref: string }>>;
}

interface PlainParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface PlainAnswer {
  readonly description: string;
  readonly content?: PlainContent;
}

type PlainContent = Readonly<Record<string, { readonly schema: JsonSchema }>>;

export function referenceOf(document: OpenApiDocument): Reference {
  const { info, servers, paths, components }: PlainDocument = JSON.parse(JSON.stringify(document));
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => operationReference({ path, method, operation })),
  );
  return {
    ...info,
    base: servers[0]?.url ?? "",
    tags: [...Map.groupBy(operations, ({ tag }) => tag)].map(([name, ofTag]) => ({ name, operations: ofTag })),
    problems: Object.entries(components.responses).map(([name, { description }]) => ({
      status: name.replace(/\D/g, ""),
      description,
    })),
    headers: Object.entries(components.headers).map(([name, { description }]) => ({ name, description })),
    schemas: Object.entries(components.schemas)
      .map(([name, schema]) => schemaReference(name, schema))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: PlainOperation;
}

function operationReference({ path, method, operation }: Place): OperationReference {
  const { operationId, tags, summary, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content["application/json"]?.schema;
  const answers = Object.entries(responses);
  return {
    id: operationId,
    tag: tags[0],
    method: method.toUpperCase(),
    path,
    summary,
    scope: operation["x-scope"],
    role: operation["x-role"],
    parameters: parameters.map(parameterReference),
    body: body && { required: requestBody?.required ?? false, fields: fieldsOf(body) },
    answers: answers.flatMap(([status, answer]) =>
      "$ref" in answer ? [] : [{ status, description: answer.description, type: answerType(answer) }],
    ),
    problems: answers.flatMap(([status, answer]) => ("$ref" in answer ? [status] : [])),
  };
}

function parameterReference(parameter: PlainParameter): FieldReference {
  const { name, required = false, schema, description = "" } = parameter;
  return { name, place: parameter.in, type: typeText(schema), required, description: withDefault(description, schema) };
}

function answerType({ content = {} }: PlainAnswer): TypeText {
  const types = Object.entries(content).map(([media, { schema }]): TypeText => {
    return media === "application/json" ? typeText(schema) : [media];
  });
  return types.flatMap((type, index) => (index === 0 ? type : [" or ", ...type]));
}

function schemaReference(name: string, schema: JsonSchema): SchemaReference {
  const fields = fieldsOf(schema);
  return { name, description: schema.description ?? "", type: fields.length > 0 ? [] : typeText(schema), fields };
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): readonly FieldReference[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeText(schema),
    required: required.includes(name),
    description: withDefault(schema.description ?? "", schema),
  }));
}

function withDefault(description: string, { default: value }: JsonSchema): string {
  const text = value === undefined ? "" : `Default ${JSON.stringify(value)}.`;
  return [description, text].filter((part) => part !== "").join(" ");
}
