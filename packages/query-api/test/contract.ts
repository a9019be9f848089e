import type { IncomingHttpHeaders } from "node:http";

import { z } from "zod";

import { answersOf } from "../src/http/openapi/operation.ts";
import { problemsOf } from "../src/http/openapi/problem-responses.ts";
import type { Route } from "../src/http/routing/route.ts";
import { ROUTES } from "../src/http/routing/routes.ts";
import { API_PREFIX } from "../src/model/api-path.ts";
import { problemSchema } from "../src/model/problem.ts";

export interface SeenAnswer {
  readonly method: string;
  /** As requested, with its query string. */
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Refused before it is known which route is meant: method, path, key and host. */
const BEFORE_ROUTES: readonly number[] = [400, 401, 403, 404, 405, 429, 500];

/** Fails where an answer of the API is not what its route documents: status, headers, body, every key. */
export function checkContract(answer: SeenAnswer): void {
  if (!answer.path.startsWith(`${API_PREFIX}/`) || answer.method === "OPTIONS") return;
  const faults = faultsOf(answer);
  if (faults.length === 0) return;
  const { method, path, status } = answer;
  throw new Error(`${method} ${path} answered ${status} against its contract:\n${faults.join("\n")}`);
}

function faultsOf(answer: SeenAnswer): readonly string[] {
  const { headers, status, text } = answer;
  const faults = headers["x-request-id"] === undefined ? ["It has no X-Request-Id."] : [];
  const type = String(headers["content-type"]).split(";")[0] ?? "";
  if (status === 304) return [...faults, ...unchangedFaults(answer)];
  if (type === "application/problem+json") return [...faults, ...problemFaults(answer)];
  const route = routeOf(answer);
  if (route?.docs === undefined) return type === "application/json" ? [...faults, "No route documents it."] : faults;
  const documented = new Map(Object.entries(answersOf({ ...route, docs: route.docs })));
  const content = documented.get(String(status))?.content;
  if (content === undefined) return [...faults, "The status is not documented."];
  const schema = content[type]?.schema;
  if (schema === undefined) return [...faults, `The type ${type} is not documented.`];
  // A file is described by its type alone.
  if (type !== "application/json" || route.docs.types?.includes(type) === true) return faults;
  if (status === 200 && route.method === "GET" && headers.etag === undefined) faults.push("It has no ETag.");
  return answer.method === "HEAD" ? faults : [...faults, ...schemaFaults(schema, JSON.parse(text))];
}

function unchangedFaults({ headers, text, method }: SeenAnswer): readonly string[] {
  const fits = headers.etag !== undefined && text === "" && (method === "GET" || method === "HEAD");
  return fits ? [] : ["304 takes an ETag, no body, and GET or HEAD."];
}

function problemFaults(answer: SeenAnswer): readonly string[] {
  const { headers, status, text, method } = answer;
  const faults = headers.etag === undefined ? [] : ["A problem has an ETag."];
  const route = routeOf(answer);
  const documented = route === undefined ? BEFORE_ROUTES : Object.keys(problemsOf(route)).map(Number);
  // A page that no program asks for documents nothing.
  const isPage = route !== undefined && route.docs === undefined;
  if (!isPage && !documented.includes(status)) faults.push("The status is not documented.");
  if (method === "HEAD") return faults;
  const problem: unknown = JSON.parse(text);
  return [...faults, ...schemaFaults(problemSchema.and(z.looseObject({ status: z.literal(status) })), problem)];
}

function schemaFaults(schema: unknown, value: unknown): readonly string[] {
  if (!(schema instanceof z.ZodType)) return ["It has no schema."];
  const result = schema.safeParse(value);
  return result.success ? [] : [z.prettifyError(result.error)];
}

/** The route that express takes; undefined where none does. */
export function routeOf({ method, path }: Pick<SeenAnswer, "method" | "path">): Route | undefined {
  const wanted = method === "HEAD" ? "GET" : method;
  const [below = ""] = path.slice(API_PREFIX.length).split("?");
  const given = below.replace(/\/$/, "").split("/");
  return ROUTES.filter(({ path: own }) => matches(own.split("/"), given)).find((route, index, all) => {
    const [first] = all;
    return route.method === wanted && (index === 0 || route.path === first?.path);
  });
}

function matches(own: readonly string[], given: readonly string[]): boolean {
  return (
    own.length === given.length &&
    own.every((part, index) => (part.startsWith(":") ? given[index] !== "" : part === given[index]?.toLowerCase()))
  );
}
