import type { Anchor, Look, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { isDigit } from "../scan/characters.ts";
import { alphabets, endOfRun, isOf } from "./alphabet.ts";
import { beginsAt, endsAt } from "./boundary.ts";
import { tokenKind } from "./family.ts";
import { looksRandom, MIXED, STRICT } from "./randomness.ts";

const CAPITAL_Q = 81;

/** Start of the run of `alphabet` that ends before `end`, at most `most` characters back. */
function startOfRun(scan: Scan, end: number, run: { readonly of: number; readonly most: number }): number {
  const lowest = Math.max(scan.floor, end - run.most);
  let start = end;
  while (start > lowest && isOf(run.of, scan.text.charCodeAt(start - 1))) start--;
  return start;
}

/** A client secret of Microsoft Entra: three characters, a digit, `Q~`, 31 to 34 more. */
export const lookBehindTilde: Look = (scan, tilde) => {
  const { text } = scan;
  if (text.charCodeAt(tilde - 1) !== CAPITAL_Q || !isDigit(text.charCodeAt(tilde - 2))) return GO_ON;
  const start = startOfRun(scan, tilde - 2, { of: alphabets.tilde, most: 4 });
  if (tilde - 2 - start !== 3) return GO_ON;
  const end = endOfRun(text, tilde + 1, alphabets.tilde, 40);
  if (end - tilde - 1 < 28 || !looksRandom(text, start, end, STRICT)) return GO_ON;
  scan.report(tokenKind("azure"), start, end);
  return end;
};

interface Middle {
  readonly issuer: string;
  readonly mark: string;
  readonly before: { readonly of: number; readonly min: number; readonly most: number };
  readonly after: { readonly of: number; readonly min: number; readonly most: number };
}

const MIDDLES: readonly Middle[] = [
  {
    issuer: "terraform",
    mark: ".atlasv1.",
    before: { of: alphabets.alnum, min: 14, most: 14 },
    after: { of: alphabets.padded, min: 50, most: 80 },
  },
  {
    issuer: "maxmind",
    mark: "_mmk",
    before: { of: alphabets.word, min: 36, most: 36 },
    after: { of: alphabets.alnum, min: 0, most: 1 },
  },
  {
    issuer: "mailchimp",
    mark: "-us",
    before: { of: alphabets.hexLower, min: 32, most: 32 },
    after: { of: alphabets.digits, min: 1, most: 2 },
  },
  {
    issuer: "firebase",
    mark: ":APA91b",
    before: { of: alphabets.url, min: 11, most: 30 },
    after: { of: alphabets.url, min: 100, most: 200 },
  },
];

function lookAround({ issuer, mark, before, after }: Middle): Look {
  const kind = tokenKind(issuer);
  return (scan, start) => {
    const { text } = scan;
    if (!isOf(before.of, text.charCodeAt(start - 1)) || !text.startsWith(mark, start)) return GO_ON;
    const end = start + mark.length;
    const from = startOfRun(scan, start, before);
    if (start - from < before.min || !beginsAt(text, from, scan.floor)) return GO_ON;
    const to = endOfRun(text, end, after.of, after.most);
    if (to - end < after.min || !endsAt(text, to) || !looksRandom(text, from, to, MIXED)) return GO_ON;
    scan.report(kind, from, to);
    return to;
  };
}

/** Tokens that show what they are in the middle or at the end. */
export const suffixAnchors: readonly Anchor[] = MIDDLES.map((middle) => ({
  // Behind a digit the scan may resume too late.
  literals: [middle.mark.replace(/\d.*$/, "")],
  caseSensitive: true,
  look: lookAround(middle),
}));
