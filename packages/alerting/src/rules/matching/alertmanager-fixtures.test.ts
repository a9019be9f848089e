import { expect, it } from "vitest";

import fixtures from "./fixtures/alertmanager-matchers.json" with { type: "json" };
import { MatcherError } from "./matcher-error.ts";
import { parseMatchers } from "./parse-matchers.ts";

/** Random texts, with what Alertmanager 0.28 reads in them (name, operator, value); null where it refuses them. */
it("reads matchers as Alertmanager does", () => {
  for (const [text, expected] of fixtures) {
    const read = () => parseMatchers(String(text)).map(({ name, op, value }) => [name, op, value]);
    if (expected === null) expect(read, String(text)).toThrow(MatcherError);
    else expect(read(), String(text)).toEqual(expected);
  }
});
