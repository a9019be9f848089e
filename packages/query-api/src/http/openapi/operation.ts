import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiParameters, ZodOpenApiResponseObject } from "zod-openapi";

import { SCOPE_ROLES } from "../../model/principal.ts";
import { innermost } from "../../params/innermost.ts";
import type { Route, RouteAnswer, RouteDocs } from "../routing/route.ts";
import { headersOf } from "./answer-headers.ts";
import { problemsOf } from "./problem-responses.ts";

type DocumentedRoute = Route & { readonly docs: RouteDocs };

export function isDocumented(route: Route): route is DocumentedRoute {
  return route.docs !== undefined;
}

/** One route as an operation of OpenAPI. */
export function operationOf(route: DocumentedRoute): ZodOpenApiOperationObject {
  const { access, docs, path } = route;
  const [, tag = ""] = path.split("/");
  const body = bodyOf(route);
  return {
    operationId: operationIdOf(route),
    summary: docs.summary,
    tags: [tag],
    ...(access === "public"
      ? { security: [] }
      : { security: [{ key: [access] }], "x-scope": access, "x-role": SCOPE_ROLES[access] }),
    requestParams: paramsOf(route),
    ...(body && { requestBody: body }),
    responses: { ...answersOf(route), ...problemsOf(route), 431: HEAD_TOO_LARGE },
  };
}

/** `GET /jobs/:id` is `getJobsById`. */
export function operationIdOf({ method, path }: Pick<Route, "method" | "path">): string {
  const words = path.replaceAll(/:(\w+)/g, "by $1").split(/[^a-z]+/i);
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  return method.toLowerCase() + words.map(capital).join("");
}

const id = z.string().min(1).describe("As a list or `url` gives it; escape it as one segment of a path.");

const ifNoneMatch = z.string().optional().describe("ETags of answers that you have; `*` for any.");

function paramsOf(route: DocumentedRoute): ZodOpenApiParameters {
  const query = Object.entries(route.params?.shape ?? {}).flatMap(([name, schema]) => {
    const parameter = asParameter(schema);
    return parameter === undefined ? [] : [[name, parameter] as const];
  });
  return {
    ...(route.path.includes(":id") && { path: z.object({ id }) }),
    ...(query.length > 0 && { query: z.object(Object.fromEntries(query)) }),
    ...(hasTag(route) && { header: z.object({ "If-None-Match": ifNoneMatch }) }),
  };
}

/** How it is written, and what it is for, is told by what is wrapped as optional or given a default. */
function asParameter(schema: unknown): z.ZodType | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { param, ...inner } = innermost(schema)?.meta() ?? {};
  const description = schema.description ?? inner.description;
  return schema.meta({
    ...(param !== undefined && { param }),
    ...(description !== undefined && { description }),
    // Zod leaves it out, since it is a value of what the text becomes.
    ...(schema instanceof z.ZodDefault && { override: { default: schema.def.defaultValue } }),
  });
}

function bodyOf({ takes }: Route): ZodOpenApiOperationObject["requestBody"] {
  if (takes === undefined || Object.keys(takes.shape).length === 0) return undefined;
  const required = !takes.safeParse({}).success;
  return { required, content: { "application/json": { schema: takes } } };
}

const jsonAnswers = ({ answers = [] }: RouteDocs): readonly RouteAnswer[] =>
  "schema" in answers ? [answers] : answers;

const hasTag = ({ method, docs }: DocumentedRoute): boolean =>
  method === "GET" && (jsonAnswers(docs).length > 0 || docs.tagged === true);

/** What it answers when nothing is wrong, by status. */
export function answersOf(route: DocumentedRoute): Record<`${2 | 3 | 5}${string}`, ZodOpenApiResponseObject> {
  const { types = [] } = route.docs;
  const limits = route.access === "public" ? [] : ["RateLimit", "RateLimit-Policy"];
  const json = jsonAnswers(route.docs).map(({ status = 200, schema }): [number, ZodOpenApiResponseObject] => {
    const tag = hasTag(route) && status === 200 ? ["ETag"] : [];
    const description = schema.description ?? "What was asked for.";
    const headers = headersOf(["X-Request-Id", ...tag, ...limits]);
    return [status, { description, headers, content: { "application/json": { schema } } }];
  });
  const files: ZodOpenApiResponseObject = {
    description: "What was asked for.",
    headers: headersOf(["X-Request-Id", ...(hasTag(route) ? ["ETag"] : []), ...limits]),
    content: Object.fromEntries(
      types.map((type) => [type, { schema: type === "application/json" ? {} : { type: "string" } }]),
    ),
  };
  return Object.fromEntries<ZodOpenApiResponseObject>([
    ...json,
    ...(types.length > 0 ? ([[200, files]] as const) : []),
    ...(hasTag(route) ? ([[304, UNCHANGED]] as const) : []),
  ]);
}

/** Of the HTTP server itself, before anything of the API sees the request. */
const HEAD_TOO_LARGE = { description: "Path and headers are larger than 16 KiB together; answered without a body." };

const UNCHANGED: ZodOpenApiResponseObject = {
  description: "What you have, by its ETag, still holds.",
  headers: headersOf(["X-Request-Id", "ETag"]),
};
