import type { CodeLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import { alphabets, endOfRun } from "../value/alphabet.ts";
import { reportTail, telegramBot } from "./by-number.ts";
import { lookForDiscordBot, mayBeDiscordBot } from "./discord-bot.ts";
import type { Family } from "./family.ts";
import { tokenKind } from "./family.ts";
import { lettersBeforeDigit } from "./literal.ts";
import { matchFamily } from "./match-family.ts";

const BACKSLASH = 92;
const COLON = 58;
const CAPITAL_A = 65;
const CAPITAL_S = 83;
const SMALL_B = 98;
const ID = { of: alphabets.digits, max: 17 };
const TWILIO = { kind: tokenKind("twilio"), of: alphabets.hex, min: 32, max: 32 };

/** `SK` or `AC` and 32 hexadecimal digits. */
function twilioKey(scan: Scan, start: number): number {
  const { text } = scan;
  if (!text.startsWith("SK", start) && !text.startsWith("AC", start)) return GO_ON;
  return reportTail(scan, { start, from: start + 2 }, TWILIO);
}

/** `bot110201543:…` as in the addresses of Telegram. */
function botAddress(scan: Scan, start: number, digit: number): number {
  if (!scan.text.startsWith("bot", start)) return GO_ON;
  const colon = endOfRun(scan.text, digit, ID);
  return codeAt(scan.text, colon) === COLON ? telegramBot(scan, digit, colon) : GO_ON;
}

/** Letters before the digit are at most seven. */
const PLACES = 8;
const placeOf = (first: number, letters: number): number => (first & 127) * PLACES + letters;

/** Tokens that begin with a few letters and a digit. */
export function tokenCode(families: readonly Family[]): CodeLook {
  const byPlace: (readonly Family[] | undefined)[] = Array.from({ length: 128 * PLACES });
  const places = Map.groupBy(families, ({ prefix }) => placeOf(prefix.charCodeAt(0), lettersBeforeDigit(prefix)));
  for (const [place, group] of places) byPlace[place] = group;
  return (scan, word, digit) => {
    // `\nsq0…`
    const start = codeAt(scan.text, word - 1) === BACKSLASH && word + 1 < digit ? word + 1 : word;
    const first = codeAt(scan.text, start);
    const group = byPlace[placeOf(first, digit - start)];
    const next = group === undefined ? GO_ON : matchFamily(scan, start, group);
    return next === GO_ON ? lookForOthers(scan, start, digit) : next;
  };
}

function lookForOthers(scan: Scan, start: number, digit: number): number {
  const first = codeAt(scan.text, start);
  if (mayBeDiscordBot(scan.text, start, first)) {
    const next = lookForDiscordBot(scan, start);
    if (next !== GO_ON) return next;
  }
  if (first === CAPITAL_S || first === CAPITAL_A) return twilioKey(scan, start);
  return first === SMALL_B && digit - start === 3 ? botAddress(scan, start, digit) : GO_ON;
}
