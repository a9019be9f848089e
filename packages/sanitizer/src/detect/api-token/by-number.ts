import type { CodeLook, DigitRun, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { isDigit } from "../scan/characters.ts";
import { alphabets, endOfRun } from "./alphabet.ts";
import { endsAt } from "./boundary.ts";
import type { Family } from "./family.ts";
import { tokenKind } from "./family.ts";
import { matchFamily } from "./match-family.ts";
import { looksRandom, MIXED, STRICT } from "./randomness.ts";

const COLON = 58;
const SLASH = 47;
const ZERO = 48;
const EXCLAMATION = 33;
const telegram = tokenKind("telegram");
const twilio = tokenKind("twilio");
const okta = tokenKind("okta");
const salesforce = tokenKind("salesforce");
const asana = tokenKind("asana");

interface Tail {
  readonly kind: Kind;
  readonly start: number;
  /** Where its random part begins. */
  readonly from: number;
  readonly of: number;
  readonly min: number;
  readonly max: number;
  readonly need?: number;
}

function report(scan: Scan, { kind, start, from, of, min, max, need = MIXED }: Tail): number {
  const { text } = scan;
  const end = endOfRun(text, from, of, max);
  if (end - from < min || !endsAt(text, end) || !looksRandom(text, from, end, need)) return GO_ON;
  scan.report(kind, start, end);
  return end;
}

/** `110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw` */
function telegramBot(scan: Scan, start: number, colon: number): number {
  const count = colon - start;
  if (count < 8 || count > 11) return GO_ON;
  return report(scan, { kind: telegram, start, from: colon + 1, of: alphabets.url, min: 33, max: 38 });
}

const startsWithZeros = ({ digits, count, at, start }: DigitRun): boolean =>
  count >= 2 && digits[0] === 0 && digits[1] === 0 && at[1] === start + 1;

/** `00` and 40 characters (Okta); an organisation's id, `!` and the session (Salesforce). */
function zeros(scan: Scan, start: number): number {
  const { text } = scan;
  const id = endOfRun(text, start, alphabets.alnum, 18);
  if (text.charCodeAt(id) === EXCLAMATION && id - start >= 15) {
    return report(scan, { kind: salesforce, start, from: id + 1, of: alphabets.dotted, min: 60, max: 200 });
  }
  return report(scan, { kind: okta, start, from: start + 2, of: alphabets.url, min: 40, max: 40, need: STRICT });
}

function colonAfter(scan: Scan, run: DigitRun): number {
  if (run.groups === 1) return telegramBot(scan, run.start, run.end);
  if (run.groups > 2 || run.separator !== SLASH || run.groupLengths[0] !== 1 || run.count < 12) return GO_ON;
  return report(scan, { kind: asana, start: run.start, from: run.end + 1, of: alphabets.hexLower, min: 32, max: 32 });
}

/** Tokens that begin with a number, and the families whose prefix begins with a digit. */
export function tokenNumber(families: readonly Family[]): NumberLook {
  const byDigit = families.filter(({ prefix }) => isDigit(prefix.charCodeAt(0)));
  const firsts = new Set(byDigit.map(({ prefix }) => prefix.charCodeAt(0)));
  return (scan, run) => {
    const { text } = scan;
    if (text.charCodeAt(run.end) === COLON) return colonAfter(scan, run);
    if (startsWithZeros(run)) return zeros(scan, run.start);
    if (run.count > 2 || !firsts.has(text.charCodeAt(run.start))) return GO_ON;
    return matchFamily(scan, run.start, byDigit);
  };
}

/** `SK` or `AC` and 32 hexadecimal digits. */
function twilioKey(scan: Scan, start: number): number {
  const { text } = scan;
  if (!text.startsWith("SK", start) && !text.startsWith("AC", start)) return GO_ON;
  return report(scan, { kind: twilio, start, from: start + 2, of: alphabets.hex, min: 32, max: 32 });
}

const CAPITAL_A = 65;
const CAPITAL_S = 83;
const SMALL_B = 98;

/** Tokens that begin with a few letters and a digit; `bot110201543:…` as in Telegram's addresses. */
export function tokenCode(families: readonly Family[]): CodeLook {
  const byLetter = new Map<number, readonly Family[]>();
  for (const [code, group] of Map.groupBy(families, ({ prefix }) => prefix.charCodeAt(0))) {
    if (!isDigit(code)) byLetter.set(code, group);
  }
  return (scan, start, digit) => {
    const { text } = scan;
    const first = text.charCodeAt(start);
    if ((first === CAPITAL_S || first === CAPITAL_A) && digit - start >= 2) return twilioKey(scan, start);
    if (first === SMALL_B && digit - start === 3 && text.startsWith("bot", start)) {
      const colon = endOfRun(text, digit, alphabets.digits, 12);
      return text.charCodeAt(colon) === COLON ? telegramBot(scan, digit, colon) : GO_ON;
    }
    if (digit - start > 1 || text.charCodeAt(digit) < ZERO) return GO_ON;
    const group = byLetter.get(first);
    return group === undefined ? GO_ON : matchFamily(scan, start, group);
  };
}
