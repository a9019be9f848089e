import { isDigit, isHex, isLetter } from "../scan/characters.ts";
import { HYPHEN, POINT, SLASH, separatorOf, SPACE } from "./separators.ts";

// What can come of a few digits stands here and in look-at-number.ts, and has to agree: a constant that is imported is
// loaded anew for each number of a text, which made the scan of one full of numbers a twentieth slower.

/** Nobody looks for fewer digits, but for an IP address and for what a `+` or `(` announces. */
const FEWEST_DIGITS = 6;
/** Of a card number or an area code: a wider gap may follow. */
const SHORTEST_BRIDGED = 3;
/** Digits of one group of an IPv6 address. */
const MAX_GROUP = 4;
const YEAR = 4;
const DATE = 10;
const ZERO = 48;
const COLON = 58;

const SOMETHING = 0;
const NOTHING = 1;
/** What stands between the groups of one number. */
const GAP = 2;
const SIGN = 3;

/** By the ASCII character behind a few digits: what can come of them. */
const BEHIND = new Uint8Array(128).fill(NOTHING);
/** By the ASCII character before them: whether it says something of them. */
const TELLS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (isLetter(code)) BEHIND[code] = SOMETHING;
  else if (separatorOf(code) !== 0 || "\t+_(".includes(character)) BEHIND[code] = GAP;
  else if (code === COLON) BEHIND[code] = SIGN;
  if (isLetter(code) || isDigit(code) || "+(:".includes(character)) TELLS[code] = 1;
}

/**
 * Behind digits at `at` of which nothing can come, as most digits of a log are: few, alone, and nothing about them says
 * what they could belong to. 0 if somebody has to look closer. `units` holds zeros behind the text's end.
 */
export function plainDigitsEnd(units: Uint16Array, at: number): number {
  let end = at + 1;
  while (isDigit(units[end] as number)) end++;
  const after = units[end] as number;
  if (end - at >= FEWEST_DIGITS) return 0;
  const behind = after < 128 ? (BEHIND[after] as number) : SOMETHING;
  if (behind === SOMETHING) return 0;
  if (tells(units, at)) return behind === NOTHING && isLetter(units[at - 1] as number) ? end : 0;
  if (behind === NOTHING) return end;
  if (behind === SIGN) return isGroupOfAddress(units, end) ? 0 : end;
  return isAlone(units, at, end) ? end : groupsEnd(units, at, end);
}

function tells(units: Uint16Array, at: number): boolean {
  const before = at > 0 ? (units[at - 1] as number) : SPACE;
  if (before > 127 || TELLS[before] === 0) return false;
  if (before !== COLON) return true;
  // A line, a column, minutes; `fd::12`, `abcd:12` are parts of addresses.
  const code = at > 1 ? (units[at - 2] as number) : SPACE;
  return code === COLON || (isHex(code) && !isDigit(code));
}

/** Whether another group and a colon follow the colon, or a second colon. */
function isGroupOfAddress(units: Uint16Array, colon: number): boolean {
  let end = colon + 1;
  while (end <= colon + MAX_GROUP && isHex(units[end] as number)) end++;
  return units[end] === COLON;
}

/** Whether no other group of digits follows, and none could behind a wider gap. */
function isAlone(units: Uint16Array, at: number, end: number): boolean {
  const next = units[end + 1] as number;
  if (isDigit(next)) return false;
  return end - at < SHORTEST_BRIDGED || (next < 128 && BEHIND[next] !== GAP);
}

/** Behind a decimal, a version of three numbers or a date: `0.973`, `24.11.1`, `2026-11-24`; 0 if it is something else. */
function groupsEnd(units: Uint16Array, at: number, end: number): number {
  const behind = end - at === YEAR ? dateEnd(units, at) : 0;
  return behind === 0 && units[end] === POINT ? versionEnd(units, at, end) : behind;
}

function dateEnd(units: Uint16Array, start: number): number {
  const separator = units[start + YEAR] as number;
  if (separator < HYPHEN || separator > SLASH || units[start + 7] !== separator) return 0;
  const century = (units[start] as number) * 10 + (units[start + 1] as number) - ZERO * 11;
  if (century !== 19 && century !== 20) return 0;
  if (!areTwoDigits(units, start + 5) || !areTwoDigits(units, start + 8)) return 0;
  const behind = units[start + DATE] as number;
  const goesOn = isDigit(behind) || (behind === separator && isDigit(units[start + DATE + 1] as number));
  return goesOn ? 0 : start + DATE;
}

const areTwoDigits = (units: Uint16Array, at: number): boolean =>
  isDigit(units[at] as number) && isDigit(units[at + 1] as number);

/** Two or three groups between points, of fewer digits than anybody looks for, that nothing joins. */
function versionEnd(units: Uint16Array, at: number, end: number): number {
  let behind = end;
  let digits = end - at;
  for (let groups = 1; groups < 3 && units[behind] === POINT && isDigit(units[behind + 1] as number); groups++) {
    const from = behind + 1;
    for (behind = from; isDigit(units[behind] as number); behind++);
    digits += behind - from;
  }
  const joined = separatorOf(units[behind] as number) !== 0 && isDigit(units[behind + 1] as number);
  return joined || digits >= FEWEST_DIGITS || behind === end ? 0 : behind;
}
