import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import { isNoSecret } from "../url/no-secret.ts";
import { credentialsKind } from "./connection-kinds.ts";

const LOOK_BEHIND = 64;
const QUOTE = 34;
const APOSTROPHE = 39;
const COLON = 58;
const EQUALS = 61;
const BACKTICK = 96;

/** `user:password@tcp(host:3306)/db`, as the MySQL driver of Go has it: no scheme, so it is read backwards from `@tcp(`. */
export function lookAtProtocol(scan: Scan, at: number, end: number): number {
  const { text } = scan;
  const lowest = Math.max(scan.floor, at - LOOK_BEHIND);
  let start = at;
  let colon = -1;
  while (start > lowest) {
    const code = codeAt(text, start - 1);
    if (code <= 32 || code === QUOTE || code === APOSTROPHE || code === BACKTICK) break;
    if (code === EQUALS && colon !== -1) break;
    start--;
    if (code === COLON) colon = start;
  }
  if (colon <= start || colon + 1 === at || isNoSecret(text, colon + 1, at)) return GO_ON;
  scan.report(credentialsKind, start, at);
  return end;
}
