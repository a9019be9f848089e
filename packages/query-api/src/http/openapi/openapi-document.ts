import { createDocument } from "zod-openapi";
import type { ZodOpenApiPathItemObject } from "zod-openapi";

import { API_PREFIX } from "../../model/api-path.ts";
import type { Route } from "../routing/route.ts";
import { HEADERS } from "./answer-headers.ts";
import { isDocumented, operationOf } from "./operation.ts";
import { problemResponses } from "./problem-responses.ts";

/** OpenAPI 3.1, as JSON. */
export type OpenApiDocument = ReturnType<typeof createDocument>;

/** Changes with what the API promises, not with each release: a new minor version adds, a new major one takes away. */
const VERSION = "1.0.0";

const DESCRIPTION = [
  "What Jobscope knows of scheduled jobs: runs, slots, health, alerts.",
  "Instants are UTC in ISO 8601 with milliseconds, durations are in seconds; what is not known is null, and no key is left out.",
  "Lists are paged: give `next_cursor` back as `cursor` with the same parameters.",
  "Whatever is refused is answered with a problem of RFC 9457 that names the fix.",
].join(" ");

/** The description of these routes, generated from the schemas that check their requests and answers. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const documented = routes.filter(isDocumented);
  const paths: Record<string, ZodOpenApiPathItemObject> = {};
  for (const [path, ofPath] of Map.groupBy(documented, (route) => route.path)) {
    const operations = ofPath.map((route) => [route.method.toLowerCase(), operationOf(route)] as const);
    paths[path.replaceAll(/:(\w+)/g, "{$1}")] = Object.fromEntries(operations);
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Jobscope query API",
      version: VERSION,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: API_PREFIX }],
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key. It is read from this header alone." },
      },
      headers: HEADERS,
      responses: problemResponses(),
    },
  });
}
