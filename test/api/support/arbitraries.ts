import fc from "fast-check";

import type { JsonSchema } from "./described-api.ts";

const DAY_MS = 86_400_000;

/** Values that a schema of the document allows, as a query string writes them. */
export function allowed(schema: JsonSchema): fc.Arbitrary<string> {
  const { type, items, anyOf, minimum = 0, maximum = 1000, minLength = 0, maxLength = 500 } = schema;
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (items !== undefined)
    return fc.array(allowed(items), { minLength: 1, maxLength: 4 }).map((values) => values.join(","));
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((choice) => allowed(choice)));
  if (type === "integer") return fc.integer({ min: minimum, max: maximum }).map(String);
  if (schema.format === "date-time") return instant().map((date) => date.toISOString());
  if (schema.format === "date") return instant().map((date) => date.toISOString().slice(0, 10));
  const text = fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, 50) });
  if (schema.pattern === undefined) return text;
  const pattern = new RegExp(schema.pattern, "u");
  // What may stand anywhere is looked for: fast-check makes no characters for classes that leave out all of ASCII.
  const matching = schema.pattern.startsWith("^")
    ? fc.stringMatching(pattern)
    : text.filter((given) => pattern.test(given));
  return matching.filter((given) => given.length <= maxLength);
}

/** Within the last ten days. */
function instant(): fc.Arbitrary<Date> {
  const max = new Date();
  return fc.date({ min: new Date(max.getTime() - 10 * DAY_MS), max, noInvalidDate: true });
}

/** What somebody sends who means harm, or nothing. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e9",
    "NaN",
    "null",
    "' OR 1=1 --",
    '"); DROP TABLE runs; --',
    "%00",
    "\u{0}",
    "\u{202e}",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "a".repeat(3000),
    "999999999999999999999",
    "2026-02-30",
    "0000-01-01",
    "+275760-09-13T00:00:00.001Z",
    "~".repeat(50),
    "${jndi:ldap://x}",
    "__proto__",
    ",,,",
    "*",
    "(",
  ),
  fc.json(),
);

/** Bodies of any shape. */
export const anyBody: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.string());
