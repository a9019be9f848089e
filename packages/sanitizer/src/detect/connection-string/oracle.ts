import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { passwordKind } from "./connection-kinds.ts";
import { isBlank } from "./pair-value.ts";

const MAX_USER = 64;
const MAX_PASSWORD = 128;
const QUOTE = 34;
const HYPHEN = 45;
const SLASH = 47;
const AT = 64;

const isUser = (code: number): boolean => isAlphanumeric(code) || code === 95 || code === 36 || code === 35;

/** `jdbc:oracle:thin:scott/tiger@…`: user and password stand behind `thin:`. */
export const lookAtThin = (scan: Scan, _start: number, end: number): number => reportPassword(scan, end);

/** `sqlplus -S scott/tiger@…`. */
export function lookAtSqlplus(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  let start = end;
  for (let options = 0; options < 4 && codeAt(text, start) === HYPHEN; options++) {
    while (start < end + MAX_USER && codeAt(text, start) > 32) start++;
    while (start < end + MAX_USER && isBlank(codeAt(text, start))) start++;
  }
  return reportPassword(scan, start);
}

/** Leads past the `@`: what stands before it is no e-mail address. */
function reportPassword(scan: Scan, user: number): number {
  const { text } = scan;
  let slash = user;
  while (slash < user + MAX_USER && isUser(codeAt(text, slash))) slash++;
  if (slash === user || codeAt(text, slash) !== SLASH) return GO_ON;
  const quoted = codeAt(text, slash + 1) === QUOTE;
  const start = quoted ? slash + 2 : slash + 1;
  let end = start;
  while (end < start + MAX_PASSWORD && !endsPassword(codeAt(text, end), quoted)) end++;
  const at = quoted ? end + 1 : end;
  if (end === start || codeAt(text, at) !== AT) return GO_ON;
  if (!isNoSecret(text, start, end)) scan.report(passwordKind, start, end);
  return at + 1;
}

const endsPassword = (code: number, quoted: boolean): boolean =>
  code === QUOTE || !(code > 32) || (code === AT && !quoted);
