import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readDigitRun } from "./digit-run.ts";

interface Read {
  readonly text: string;
  readonly groups: readonly number[];
  readonly separator: string;
}

function read(text: string, start = 0): Read | undefined {
  const run = readDigitRun(text, start);
  if (run === undefined) return undefined;
  const { separator } = run;
  return {
    text: text.slice(run.start, run.end),
    groups: Array.from(run.groupLengths.slice(0, run.groups)),
    separator: separator > 0 ? String.fromCharCode(separator) : String(separator),
  };
}

describe("a run of digits", () => {
  it.each([
    ["4111 1111 1111 1111", "4111 1111 1111 1111", [4, 4, 4, 4], " "],
    ["4111-1111 and on", "4111-1111", [4, 4], "-"],
    ["123.456.789-09", "123.456.789-09", [3, 3, 3, 2], "-1"],
    ["12.345.678/0001-95", "12.345.678/0001-95", [2, 3, 3, 4, 2], "-1"],
    ["42", "42", [2], "0"],
    ["42.", "42", [2], "0"],
    ["42 -7", "42", [2], "0"],
    ["42,7", "42", [2], "0"],
    // A space parts what another separator holds together.
    ["2026-11-25 10:00:00", "2026-11-25", [4, 2, 2], "-"],
    ["3 123-45-6789 5", "3", [1], "0"],
    ["3 4 123-45-6789", "3 4", [1, 1], " "],
    ["1.5 4111", "1.5", [1, 1], "."],
    // Typographic separators count as plain ones.
    ["4111\u00A01111\u202F1111\u20091111", "4111\u00A01111\u202F1111\u20091111", [4, 4, 4, 4], " "],
    ["4111\u20131111\u20111111", "4111\u20131111\u20111111", [4, 4, 4], "-"],
    ["4111\u200B1111", "4111", [4], "0"],
  ])("%s", (text, found, groups, separator) => {
    expect(read(text)).toEqual({ text: found, groups, separator });
  });

  it("is nobody's where its first group is too long, and ends before a group that does not fit", () => {
    expect(read("1".repeat(40))?.groups).toEqual([40]);
    expect(read("1".repeat(41))).toBeUndefined();
    expect(read(`12-${"1".repeat(39)}`)).toEqual({ text: "12", groups: [2], separator: "0" });
    expect(read(`12-34-${"1".repeat(39)}`)).toEqual({ text: "12-34", groups: [2, 2], separator: "-" });
    expect(read("1 2 3 4 5 6 7 8 9 0 1 2")?.groups).toHaveLength(8);
  });

  it("tells values and places of the digits whatever stands around", () => {
    const group = fc.stringMatching(/^\d{1,5}$/u);
    const separator = fc.constantFrom(" ", "-", ".", "/");
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 6 }),
        separator,
        fc.string(),
        (groups, between, before) => {
          const text = `${before}:${groups.join(between)}:`;
          const run = readDigitRun(text, before.length + 1);
          expect(run?.groups).toBe(groups.length);
          expect(run?.count).toBe(groups.join("").length);
          const places = Array.from(run?.at.slice(0, run.count) ?? []);
          expect(places.map((at) => text[at]).join("")).toBe(groups.join(""));
          expect(Array.from(run?.digits.slice(0, run.count) ?? []).join("")).toBe(groups.join(""));
          expect(run?.end).toBe(text.length - 1);
        },
      ),
    );
  });
});
