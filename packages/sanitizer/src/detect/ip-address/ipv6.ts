import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric, isDigit, isHex, isLetter } from "../scan/characters.ts";
import { cutHost, embeddedV4, embeddingOf } from "./anonymise-ip.ts";
import { ipv6Kind } from "./ip-kind.ts";
import type { V6Shape } from "./parse-ip.ts";
import { readV6 } from "./parse-ip.ts";
import { isSpecialV4 } from "./special-v4.ts";

const PERCENT = 37;
const POINT = 46;
const COLON = 58;
const OPENING = 91;
const CLOSING = 93;
const UNDERSCORE = 95;
/** Of an address without `::` that ends in dotted numbers. */
const FEWEST_COLONS = 6;
const MAX_ZONE = 16;
/** Of an address as text. */
const LONGEST = 45;

const buffer = new Uint8Array(16);

/** Looks at a colon beside digits, which in logs mostly divides hours and minutes, or a line and its column. */
export function lookAtColon(scan: Scan, colon: number): number {
  const { text } = scan;
  const first = firstColon(text, colon, scan.floor);
  const next = codeAt(text, first + 1);
  if (next !== COLON && (!isHex(next) || !hasManyColons(text, first))) return GO_ON;
  const start = addressStart(text, first, scan.floor);
  if (start === -1) return GO_ON;
  const shape = readV6(text, start, buffer);
  if (shape === undefined || !isBounded(text, shape.end) || !isPlausible(text, start, shape)) return GO_ON;
  const end = zoneEnd(text, shape.end);
  if (isSomebodys()) scan.report(ipv6Kind, start, end);
  return end;
}

/** The first of the colons that only hexadecimal digits divide. */
function firstColon(text: string, colon: number, floor: number): number {
  const lowest = Math.max(floor, colon - LONGEST);
  let first = colon;
  for (let i = colon - 1; i >= lowest; i--) {
    const code = codeAt(text, i);
    if (code === COLON) first = i;
    else if (!isHex(code) || first - i > 4) break;
  }
  return first;
}

/** Whether a `::` or enough colons follow for an address: `12:34:56` has not. */
function hasManyColons(text: string, colon: number): boolean {
  let colons = 1;
  let between = 0;
  for (let i = colon + 1; ; i++) {
    const code = codeAt(text, i);
    if (code === COLON) {
      if (between === 0 || ++colons === FEWEST_COLONS) return true;
      between = 0;
    } else if (!isHex(code) || ++between > 4) return false;
  }
}

/** Where the address begins to which the colon belongs, or behind the colon of `ip:2001:db8::1`; -1 if nowhere. */
function addressStart(text: string, colon: number, floor: number): number {
  const begins = colon > floor && isHex(codeAt(text, colon - 1));
  if (begins || codeAt(text, colon + 1) === COLON) return firstGroup(text, colon, floor);
  return colon > floor && isLabel(text, colon - 1, floor) ? colon + 1 : -1;
}

/** Where the group before the colon begins; -1 if an address cannot begin there. */
function firstGroup(text: string, colon: number, floor: number): number {
  const lowest = Math.max(floor, colon - 5);
  let start = colon;
  while (start > lowest && isHex(codeAt(text, start - 1))) start--;
  if (colon - start > 4) return -1;
  if (start === floor) return start;
  const before = codeAt(text, start - 1);
  if (isAlphanumeric(before) || before === POINT) return -1;
  // `_2001:db8::1_` is written in italics.
  if (before === UNDERSCORE && isAlphanumeric(codeAt(text, start - 2))) return -1;
  // `ip:2001:db8::1`, but not the middle of a fingerprint.
  return before === COLON && (start < 2 || !isLabel(text, start - 2, floor)) ? -1 : start;
}

/** Whether what ends at `last` cannot be a group of an address: a quote, a bracket, a word with other letters. */
function isLabel(text: string, last: number, floor: number): boolean {
  let i = last;
  for (; i >= floor && i > last - 5; i--) {
    const code = codeAt(text, i);
    if (!isAlphanumeric(code)) break;
    if (!isHex(code)) return true;
  }
  return i === last ? codeAt(text, last) !== COLON : last - i > 4;
}

function isBounded(text: string, end: number): boolean {
  const after = codeAt(text, end);
  if (isAlphanumeric(after) || (after === UNDERSCORE && isAlphanumeric(codeAt(text, end + 1)))) return false;
  if (after === POINT) return !isDigit(codeAt(text, end + 1));
  return after !== COLON || (!isHex(codeAt(text, end + 1)) && codeAt(text, end + 1) !== COLON);
}

/** What C++, Ruby, Python and hardware write with colons and hexadecimal digits is none. */
function isPlausible(text: string, start: number, { end, groups, compressed, width }: V6Shape): boolean {
  // Eight pairs are the address of an interface or a fingerprint.
  if (!compressed) return width !== 2;
  if (groups > 3) return true;
  // `list[::2]`, `rows[10::3]`
  if (codeAt(text, start - 1) === OPENING && codeAt(text, end) === CLOSING && groups < 2) return false;
  if (groups === 0) return false;
  const first = codeAt(text, start);
  return first === COLON ? groups > 1 && hasDigit(text, start, end) : isRoutable();
}

/** Whether the first group is one that exists in networks: global, local, link-local, NAT64, discard. */
function isRoutable(): boolean {
  const first = buffer[0] ?? 0;
  if (first >= 0x20 && first <= 0x3f) return true;
  if (first === 0) return buffer[1] === 0x64 && buffer[2] === 0xff && buffer[3] === 0x9b;
  return first >= 0xfc || (first === 1 && buffer[1] === 0);
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isDigit(codeAt(text, i))) return true;
  return false;
}

/** Behind `%eth0`, `%25eth0` or `%11`; only after an address. */
function zoneEnd(text: string, at: number): number {
  if (codeAt(text, at) !== PERCENT) return at;
  let start = at + 1;
  if (text.startsWith("25", start) && isLetter(codeAt(text, start + 2))) start += 2;
  let end = start;
  while (end < start + MAX_ZONE && (isAlphanumeric(codeAt(text, end)) || codeAt(text, end) === 45)) end++;
  const encoded =
    isHex(codeAt(text, start)) && isHex(codeAt(text, start + 1)) && isDigit(codeAt(text, start)) && end > start + 2;
  return end === start || encoded ? at : end;
}

/** Not loopback, unspecified or multicast, and not anonymised already. */
function isSomebodys(): boolean {
  if (buffer[0] === 0xff) return false;
  const v4 = embeddedV4(embeddingOf(buffer));
  if (v4 !== 0 && isSpecialV4(buffer, v4)) return false;
  return !isLoopback() && cutHost(buffer);
}

function isLoopback(): boolean {
  for (let i = 0; i < 15; i++) if (buffer[i] !== 0) return false;
  return true;
}
