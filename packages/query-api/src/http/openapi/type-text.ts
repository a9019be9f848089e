/** What the documentation reads of a JSON Schema. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly description?: string;
  readonly default?: unknown;
}

/** A type in words: text, and names of schemas that are described elsewhere. */
export type TypeText = readonly (string | { readonly ref: string })[];

/** `array of Run`, `string (date-time) or null`, `"a" or "b"`. */
export function typeText(schema: JsonSchema): TypeText {
  if (schema.$ref !== undefined) return [{ ref: nameOfRef(schema.$ref) }];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined)
    return joined(choices.map((choice) => typeText({ type: schema.type ?? "any", ...choice })));
  if (schema.enum !== undefined) return [schema.enum.map((value) => JSON.stringify(value)).join(" or ")];
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  if (schema.items !== undefined) return ["array of ", ...inBrackets(schema.items)];
  if (typeof schema.additionalProperties === "object") return ["map of ", ...inBrackets(schema.additionalProperties)];
  if (schema.properties !== undefined) return objectText(schema.properties);
  return [simpleText(schema)];
}

function nameOfRef(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}

function joined(texts: readonly TypeText[]): TypeText {
  return texts.flatMap((text, index) => (index === 0 ? text : [" or ", ...text]));
}

function inBrackets(schema: JsonSchema): TypeText {
  const text = typeText(schema);
  return text.some((part) => typeof part === "string" && part.includes(" or ")) ? ["(", ...text, ")"] : text;
}

function objectText(properties: Readonly<Record<string, JsonSchema>>): TypeText {
  const fields = Object.entries(properties).flatMap(([name, schema], index): TypeText => {
    return [`${index === 0 ? "" : ", "}${name}: `, ...typeText(schema)];
  });
  return ["{", ...fields, "}"];
}

function simpleText(schema: JsonSchema): string {
  const { type = "any", format } = schema;
  const name = typeof type === "string" ? type : type.join(" or ");
  const facts = [format, rangeText(schema)].filter((fact) => fact !== undefined);
  return facts.length === 0 ? name : `${name} (${facts.join(", ")})`;
}

function rangeText({ minimum, maximum, maxLength }: JsonSchema): string | undefined {
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (bounded) return `${minimum ?? ""} to ${maximum}`;
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) return `${minimum} or more`;
  return maxLength === undefined ? undefined : `at most ${maxLength} characters`;
}
