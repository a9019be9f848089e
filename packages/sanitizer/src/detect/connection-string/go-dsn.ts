import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { credentialsKind } from "./connection-kinds.ts";

const LOOK_BEHIND = 64;
const QUOTE = 34;
const APOSTROPHE = 39;
const COLON = 58;
const BACKSLASH = 92;
const BACKTICK = 96;
const NAME_SIGNS: ReadonlySet<number> = new Set(Array.from("_-.+$%~@", (sign) => sign.charCodeAt(0)));
/** Behind a backslash a new line or a tab of JSON. */
const ESCAPED: ReadonlySet<number> = new Set(Array.from("nrt", (sign) => sign.charCodeAt(0)));

/** What a user's name is made of. */
const isName = (code: number): boolean => isAlphanumeric(code) || code === COLON || NAME_SIGNS.has(code);

/** What no password holds. */
const isEnd = (code: number): boolean => code <= 32 || code === QUOTE || code === APOSTROPHE || code === BACKTICK;

/** `user:password@tcp(host:3306)/db`, as the MySQL driver of Go has it: no scheme, so it is read backwards from `@tcp(`. */
export function lookAtProtocol(scan: Scan, at: number, end: number): number {
  const { text } = scan;
  const lowest = Math.max(scan.floor, at - LOOK_BEHIND);
  let start = at;
  let colon = -1;
  while (start > lowest) {
    const code = codeAt(text, start - 1);
    if (colon === -1 ? isEnd(code) : !isName(code)) break;
    start--;
    if (code === COLON) colon = start;
  }
  if (codeAt(text, start - 1) === BACKSLASH && ESCAPED.has(codeAt(text, start))) start++;
  if (colon <= start || colon + 1 === at || isNoSecret(text, colon + 1, at)) return GO_ON;
  scan.report(credentialsKind, start, at);
  return end;
}
