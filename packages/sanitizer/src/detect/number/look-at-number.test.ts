import { describe, expect, it } from "vitest";

import type { Detector } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";

/** What the judges were shown. */
function shown(text: string, literal = "zzz"): readonly string[] {
  const seen: string[] = [];
  const spy: Detector = {
    name: "custom",
    anchors: [{ literals: [literal], look: (_, start, end) => (seen.push(`@${text.slice(start, end)}`), GO_ON) }],
    numbers: [({ text: whole }, run) => (seen.push(whole.slice(run.start, run.end)), GO_ON)],
    codes: [(scan, start, digit) => (seen.push(`${scan.text.slice(start, digit)}|`), GO_ON)],
  };
  const program = compile([spy]);
  scanText(new TextScan(program), program, text);
  return seen;
}

describe("numbers that are judged", () => {
  it.each([
    ["card 4111 1111 1111 1111", ["4111 1111 1111 1111", "1111 1111 1111", "1111 1111"]],
    ["3 123-45-6789 5", ["123-45-6789", "45-6789"]],
    ["id 1234567", ["1234567"]],
    ["3 4111 - 1111", ["4111"]],
    ["3 020 7946-0958", ["020", "7946-0958"]],
    ["0171 / 1234567", ["0171", "1234567"]],
    ["06-12 34 56 78", ["06-12", "12 34 56 78", "34 56 78"]],
    ["1.2.3.4", ["1.2.3.4"]],
    ["+1 (555) 123-4567", ["1", "555", "123-4567"]],
    ["131052-308T", ["131052-308"]],
    ["123456A", ["123456"]],
  ])("%s", (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});

describe("digits that are left at once", () => {
  it.each([
    "status 200 in 12ms, port 8080",
    "2026-11-25T10:00:00.123Z",
    "2026/11/25 10:00:00,123",
    "1.5 of 2.75, 1,234",
    "550e8400-e29b-41d4-a716-446655440000",
    "5f0e8400-1234-1234-1234-123456789012",
    "f50e8400-1234-1234-1234-123456789012",
    "12345678-1234-1234-1234-123456789012",
    "(12345678-1234-1234-1234-123456789012)",
    "(30324470-8703-2594-05cc-e74fdadbd261)",
    "abcdefab-abcd-4bcd-abcd-123456789012",
    "1".repeat(41),
  ])("%s", (text) => {
    expect(shown(text).filter((what) => !what.endsWith("|"))).toEqual([]);
  });

  it("but not where a UUID only seems to begin", () => {
    expect(shown("12345678-1234-1234-1234-12345678901")).toContain("12345678-1234-1234-1234-12345678901");
    expect(shown("12345678-1234-1234-1234-1234567890123")).toContain("12345678-1234-1234-1234-1234567890123");
    expect(shown("x-abcd-4bcd-abcd-123456789012")).toContain("123456789012");
  });
});

describe("codes", () => {
  it.each([
    ["DE89 3704", ["DE|"]],
    ["RSSMRA85T10", ["RSSMRA|"]],
    ["ABCDEFG1", []],
    ["1AB2", []],
    ["x_AB12C", ["AB|"]],
    ["4bf92f3577b34da6a3ce929d0e0e4736", []],
    ["é1", []],
  ])("%s", (text, expected) => {
    expect(shown(text).filter((what) => what.endsWith("|"))).toEqual(expected);
  });
});

it("leaves literals that hold digits to be found", () => {
  expect(shown("token ya29.abc", "ya29.")).toContain("@ya29.");
  expect(shown("sk_test_51abc", "test_51")).toContain("@test_51");
  expect(shown("%20access_token=1", "access_token")).toContain("@access_token");
});

it("takes no more than linear time for lists of numbers", () => {
  const list = "1 ".repeat(5000);
  expect(shown(list).length).toBeLessThanOrEqual(5000);
});
