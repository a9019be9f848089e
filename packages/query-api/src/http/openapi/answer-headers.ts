import type { oas31 } from "zod-openapi";

const text = (description: string, required = false): oas31.HeaderObject => ({
  description,
  ...(required && { required }),
  schema: { type: "string" },
});

/** Headers of answers, by the names under which the document keeps them. */
export const HEADERS: Readonly<Record<string, oas31.HeaderObject>> = {
  "X-Request-Id": text("Names the request in the monitor's logs: your trace id or X-Request-Id, else made anew.", true),
  ETag: text(
    "Weak: names the version of what was answered. Send it as If-None-Match; 304 means that it still holds.",
    true,
  ),
  "Retry-After": { description: "Seconds after which to try again.", schema: { type: "integer", minimum: 0 } },
  RateLimit: text("What is left of the limit, and for how long it is counted (IETF draft)."),
  "RateLimit-Policy": text("The limit and its window (IETF draft)."),
  Allow: text("Methods of the path.", true),
  "WWW-Authenticate": text("How to authenticate (RFC 6750).", true),
};

/** References to some of them. */
export function headersOf(names: readonly string[]): oas31.HeadersObject {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
