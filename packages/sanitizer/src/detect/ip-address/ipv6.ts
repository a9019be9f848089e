import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { isAlphanumeric, isDigit, isHex, isLetter } from "../scan/characters.ts";
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

const buffer = new Uint8Array(16);

/** Looks at a colon, which in logs is nearly always followed by a blank, a quote, or the minutes of a time. */
export function lookAtColon(scan: Scan, colon: number): number {
  const { text } = scan;
  const next = text.charCodeAt(colon + 1);
  if (next !== COLON && (!isHex(next) || !hasManyColons(text, colon))) return GO_ON;
  const start = firstGroup(text, colon, scan.floor);
  if (start === -1 || (start === colon && next !== COLON)) return GO_ON;
  const shape = readV6(text, start, buffer);
  if (shape === undefined || !isBounded(text, shape.end) || !isPlausible(text, start, shape)) return GO_ON;
  const end = zoneEnd(text, shape.end);
  if (isSomebodys()) scan.report(ipv6Kind, start, end);
  return end;
}

/** Whether a `::` or enough colons follow for an address: `12:34:56` has not. */
function hasManyColons(text: string, colon: number): boolean {
  let colons = 1;
  let between = 0;
  for (let i = colon + 1; ; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) {
      if (between === 0 || ++colons === FEWEST_COLONS) return true;
      between = 0;
    } else if (!isHex(code) || ++between > 4) return false;
  }
}

/** Where the group before the colon begins; -1 if an address cannot begin there. */
function firstGroup(text: string, colon: number, floor: number): number {
  const lowest = Math.max(floor, colon - 5);
  let start = colon;
  while (start > lowest && isHex(text.charCodeAt(start - 1))) start--;
  if (colon - start > 4) return -1;
  if (start === floor) return start;
  const before = text.charCodeAt(start - 1);
  if (isAlphanumeric(before) || before === UNDERSCORE || before === POINT) return -1;
  // `ip:2001:db8::1`, but not the middle of a fingerprint.
  return before === COLON && (start < 2 || !isLabel(text, start - 2, floor)) ? -1 : start;
}

/** Whether what ends at `last` cannot be a group of an address: a quote, a bracket, a word with other letters. */
function isLabel(text: string, last: number, floor: number): boolean {
  let i = last;
  for (; i >= floor && i > last - 5; i--) {
    const code = text.charCodeAt(i);
    if (!isAlphanumeric(code)) break;
    if (!isHex(code)) return true;
  }
  return i === last ? text.charCodeAt(last) !== COLON : last - i > 4;
}

function isBounded(text: string, end: number): boolean {
  const after = text.charCodeAt(end);
  if (isAlphanumeric(after) || after === UNDERSCORE) return false;
  if (after === POINT) return !isDigit(text.charCodeAt(end + 1));
  return after !== COLON || (!isHex(text.charCodeAt(end + 1)) && text.charCodeAt(end + 1) !== COLON);
}

/** What C++, Ruby, Python and hardware write with colons and hexadecimal digits is none. */
function isPlausible(text: string, start: number, { end, groups, compressed, width }: V6Shape): boolean {
  // Eight pairs are the address of an interface or a fingerprint.
  if (!compressed) return width !== 2;
  if (groups > 3) return true;
  // `list[::2]`, `rows[10::3]`
  if (text.charCodeAt(start - 1) === OPENING && text.charCodeAt(end) === CLOSING && groups < 2) return false;
  if (groups === 0) return false;
  const first = text.charCodeAt(start);
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
  for (let i = start; i < end; i++) if (isDigit(text.charCodeAt(i))) return true;
  return false;
}

/** Behind `%eth0`, `%25eth0` or `%11`; only after an address. */
function zoneEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== PERCENT) return at;
  let start = at + 1;
  if (text.startsWith("25", start) && isLetter(text.charCodeAt(start + 2))) start += 2;
  let end = start;
  while (end < start + MAX_ZONE && (isAlphanumeric(text.charCodeAt(end)) || text.charCodeAt(end) === 45)) end++;
  const encoded =
    isHex(text.charCodeAt(start)) &&
    isHex(text.charCodeAt(start + 1)) &&
    isDigit(text.charCodeAt(start)) &&
    end > start + 2;
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
