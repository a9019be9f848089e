import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import { alphabets, endOfRun, startOfRun } from "../value/alphabet.ts";
import { beginsAt, endsAt } from "../value/boundary.ts";
import { looksRandom, STRICT } from "../value/randomness.ts";
import { tokenKind } from "./family.ts";

const POINT = 46;
const CAPITAL_M = 77;
const CAPITAL_O = 79;
/** The bot's id in base64 begins with M, N or O, since its first character is a digit. */
const isFirst = (code: number): boolean => code >= CAPITAL_M && code <= CAPITAL_O;

const kind = tokenKind("discord");
const ID = { of: alphabets.url, min: 23, max: 28 };
const TIME = { of: alphabets.url, min: 6, max: 7 };
const SIGNATURE = { of: alphabets.url, min: 27, max: 48 };

/** Whether a bot's token may begin at `start`, or the second or third part of one. */
export const mayBeDiscordBot = (text: string, start: number, first: number): boolean =>
  isFirst(first) || codeAt(text, start - 1) === POINT;

/** The id of every bot since 2022 begins with 1, which is MT and one of these in base64. */
const RECENT: readonly string[] = Array.from("AEIMQUYcgk", (third) => `MT${third}`);

/**
 * `<id in base64>.<time>.<signature>`. Nothing stands in all of the older ones, but nine of ten have a part that begins with
 * a few letters and a digit, and that the scan looks at.
 */
export function lookForDiscordBot(scan: Scan, start: number): number {
  const { text } = scan;
  const from = codeAt(text, start - 1) === POINT ? beginning(scan, start - 1) : start;
  if (from < 0 || !isFirst(codeAt(text, from)) || !beginsAt(text, from, scan.floor)) return GO_ON;
  const time = partEnd(text, from, ID);
  const signature = time < 0 ? -1 : partEnd(text, time + 1, TIME);
  if (signature < 0) return GO_ON;
  const end = endOfRun(text, signature + 1, SIGNATURE);
  if (end - signature <= SIGNATURE.min || !endsAt(text, end)) return GO_ON;
  if (!looksRandom(text.slice(from, end), STRICT)) return GO_ON;
  scan.report(kind, from, end);
  return end;
}

/** Where the point behind this part stands, -1 if the part is not of this length. */
function partEnd(text: string, start: number, part: typeof ID): number {
  const end = endOfRun(text, start, part);
  return end - start >= part.min && codeAt(text, end) === POINT ? end : -1;
}

/** Where the token begins whose second or third part stands behind `point`; -1 if none does. */
function beginning(scan: Scan, point: number): number {
  const before = startOfRun(scan, point, ID);
  if (point - before >= ID.min) return before;
  const isTime = point - before >= TIME.min && point - before <= TIME.max;
  if (!isTime || before === 0 || codeAt(scan.text, before - 1) !== POINT) return -1;
  return startOfRun(scan, before - 1, ID);
}

export const discordAnchor: Anchor = { literals: RECENT, caseSensitive: true, look: lookForDiscordBot };
