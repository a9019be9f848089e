import { describe, expect, it } from "vitest";

import type { DetectorName, Kind } from "../model/kind.ts";
import { kindOf } from "../model/kind.ts";
import type { Found } from "./merge-findings.ts";
import { mergeFindings } from "./merge-findings.ts";

const kinds = new Map<string, Kind>();
function found(detector: DetectorName, start: number, end: number): Found {
  const kind = kinds.get(detector) ?? kindOf(detector, detector, { partial: (value) => value });
  kinds.set(detector, kind);
  return { start, end, kind };
}

/** `*` marks a piece, which is always masked. */
const merged = (first: readonly Found[], later: readonly Found[]): readonly string[] =>
  mergeFindings(first, later).map(
    ({ start, end, kind }) => `${kind.detector}${kind.alwaysMasked ? "*" : ""} ${String(start)}-${String(end)}`,
  );

describe("what was found first and what was found behind disguises", () => {
  const email = found("email", 10, 20);

  it.each<[string, Found[], Found[], string[]]>([
    ["side by side", [email], [found("url", 30, 40), found("url", 0, 5)], ["url 0-5", "email 10-20", "url 30-40"]],
    ["touching", [email], [found("url", 20, 25)], ["email 10-20", "url 20-25"]],
    ["the same", [email], [found("url", 10, 20)], ["email 10-20"]],
    ["inside the first", [email], [found("url", 12, 18)], ["email 10-20"]],
    ["around the first", [email], [found("iban", 5, 25)], ["iban* 5-10", "email 10-20", "iban* 20-25"]],
    ["around the first, of one detector", [email], [found("email", 5, 25)], ["email 5-25"]],
    ["over the first's end", [email], [found("iban", 15, 25)], ["email 10-20", "iban* 20-25"]],
    ["over the first's begin", [email], [found("iban", 5, 15)], ["iban* 5-10", "email 10-20"]],
    ["userinfo over an address", [email], [found("url", 5, 15)], ["url 5-15"]],
    [
      "over two",
      [email, found("phone", 22, 30)],
      [found("iban", 15, 25)],
      ["email 10-20", "iban* 20-22", "phone 22-30"],
    ],
    [
      "two over one",
      [email],
      [found("iban", 5, 12), found("iban", 18, 25)],
      ["iban* 5-10", "email 10-20", "iban* 20-25"],
    ],
    [
      "one another",
      [],
      [found("url", 5, 15), found("iban", 10, 20), found("phone", 6, 9)],
      ["url 5-15", "iban* 15-20"],
    ],
    ["twice in two layers", [], [found("url", 5, 15), found("url", 5, 15)], ["url 5-15"]],
  ])("%s", (_, first, later, expected) => {
    expect(merged(first, later)).toEqual(expected);
  });
});
