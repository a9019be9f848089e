import { expect, it } from "vitest";

import { compileTemplate } from "./expand.ts";
import goFixtures from "./fixtures/go-templates.json" with { type: "json" };
import { printf } from "./printf.ts";

const LABELS = { a: "1", b: "x y", c: "" };
const NUMBER_FORMAT = "%v|%.4g|%.2f|%.0f|%e|%g|%.3e|%f|%.1g|%8.2f|%+.1f|%-9.3g|%09.2f";

/** Random templates and numbers, with what Go 1.26's text/template and fmt made of them; null where it refuses the template. */
it("renders random templates as Go does", () => {
  for (const [template, expected] of goFixtures.templates) {
    const rendered = compileTemplate(String(template)).expand({ labels: LABELS, value: 2.5 });
    if (expected === null) expect(rendered, String(template)).toMatch(/^<error expanding template: /);
    else expect(rendered, String(template)).toBe(expected);
  }
});

it("prints random numbers as Go does", () => {
  for (const [number, expected] of goFixtures.numbers) {
    const value = Number(number);
    expect(
      printf(
        NUMBER_FORMAT,
        Array.from({ length: 13 }, () => value),
      ),
      number,
    ).toBe(expected);
  }
});
