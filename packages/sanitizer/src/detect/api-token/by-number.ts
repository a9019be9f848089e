import type { DigitRun, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { codeAt } from "../scan/characters.ts";
import { alphabets, endOfRun, isOf } from "../value/alphabet.ts";
import { endsAt } from "../value/boundary.ts";
import { looksRandom } from "../value/randomness.ts";
import { tokenKind } from "./family.ts";

const COLON = 58;
const PIPE = 124;
const SLASH = 47;

interface Tail {
  readonly kind: Kind;
  readonly of: number;
  readonly min: number;
  readonly max: number;
}

/** Reports `[start, …)` if its random part, which begins at `from`, is one. */
export function reportTail(
  scan: Scan,
  { start, from }: Readonly<Record<"start" | "from", number>>,
  tail: Tail,
): number {
  const { text } = scan;
  const end = endOfRun(text, from, tail);
  if (end - from < tail.min || !endsAt(text, end) || isOf(tail.of, codeAt(text, end))) return GO_ON;
  if (!looksRandom(text.slice(from, end))) return GO_ON;
  scan.report(tail.kind, start, end);
  return end;
}

const TELEGRAM: Tail = { kind: tokenKind("telegram"), of: alphabets.url, min: 35, max: 35 };
const FACEBOOK: Tail = { kind: tokenKind("facebook"), of: alphabets.url, min: 27, max: 40 };
const ASANA: Tail = { kind: tokenKind("asana"), of: alphabets.hexLower, min: 32, max: 32 };

/** `110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw` */
export function telegramBot(scan: Scan, start: number, colon: number): number {
  const count = colon - start;
  return count < 6 || count > 16 ? GO_ON : reportTail(scan, { start, from: colon + 1 }, TELEGRAM);
}

/** `1/1204567890123456:…`, `2/1204567890123456/1204567890123457:…` */
function asanaToken(scan: Scan, { start, end, count, separator, groups, groupLengths }: DigitRun): number {
  if (groups > 3 || separator !== SLASH || groupLengths[0] !== 1 || count < 12) return GO_ON;
  return reportTail(scan, { start, from: end + 1 }, ASANA);
}

/** Tokens that begin with a number. */
export const tokenNumber: NumberLook = (scan, run) => {
  const after = codeAt(scan.text, run.end);
  if (after === COLON) return run.groups === 1 ? telegramBot(scan, run.start, run.end) : asanaToken(scan, run);
  if (after !== PIPE || run.groups !== 1 || run.count < 15 || run.count > 16) return GO_ON;
  return reportTail(scan, { start: run.start, from: run.end + 1 }, FACEBOOK);
};
