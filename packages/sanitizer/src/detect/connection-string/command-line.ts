import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import type { PasswordOption } from "./command-before.ts";
import { commandBefore } from "./command-before.ts";
import { credentialsKind, passwordKind } from "./connection-kinds.ts";
import type { Value } from "./pair-value.ts";
import { isBlank, skipBlanks, wordValue } from "./pair-value.ts";

const QUOTE = 34;
const LONGEST_QUOTED = 256;
const HYPHEN = 45;
const COLON = 58;
const EQUALS = 61;
const LOWER_P = 112;

/** ` -p` or ` -P`: a port to most programs, a password to some. */
function lookAtP(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const next = codeAt(text, end);
  if (!(next >= 32) || next === HYPHEN) return GO_ON;
  const apart = isBlank(next);
  const from = apart ? skipBlanks(text, end) : end;
  if (codeAt(text, from) === HYPHEN) return GO_ON;
  const lower = codeAt(text, end - 1) === LOWER_P;
  const option = commandBefore(text, start);
  if (option === undefined || !takes(option, { lower, apart })) return GO_ON;
  const value = wordValue(text, from);
  return option === "login" && isNumber(text, value) ? GO_ON : report(scan, value);
}

/** `mysql -p name` asks for the password and names a database. */
export function takes(option: PasswordOption, { lower, apart }: { lower: boolean; apart: boolean }): boolean {
  switch (option) {
    case "mysql":
      return lower && !apart;
    case "sshpass":
      return lower;
    case "login":
      return lower && apart;
    case "sqlcmd":
      return !lower;
    case "redis":
    case "ldap":
    case "curl":
      return false;
  }
}

const lookFor =
  (wanted: PasswordOption) =>
  (scan: Scan, start: number, end: number): number => {
    if (commandBefore(scan.text, start) !== wanted) return GO_ON;
    return report(scan, wordValue(scan.text, skipBlanks(scan.text, end)));
  };

/** `curl -u user:password`; `docker run -u 1000:1000` is another program. */
function lookAtUser(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const from = codeAt(text, end) === EQUALS ? end + 1 : skipBlanks(text, end);
  const value = wordValue(text, from);
  let colon = value.start;
  while (colon < value.end && codeAt(text, colon) !== COLON) colon++;
  if (colon === value.start || colon >= value.end - 1 || commandBefore(text, start) !== "curl") return GO_ON;
  if (isNoSecret(text, colon + 1, value.end)) return GO_ON;
  scan.report(credentialsKind, value.start, value.end);
  return value.end;
}

/** Redis, as `MONITOR` shows its commands: `"AUTH" "…"`, `"AUTH" "user" "…"`. */
function lookAtAuth(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  const first = quotedEnd(text, end);
  const second = text.startsWith('" "', first) ? quotedEnd(text, first + 3) : -1;
  if (first < 0 || codeAt(text, second < 0 ? first : second) !== QUOTE) return GO_ON;
  return second < 0 ? report(scan, { start: end, end: first }) : report(scan, { start: first + 3, end: second });
}

function quotedEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + LONGEST_QUOTED);
  for (let i = at; i < limit; i++) if (codeAt(text, i) === QUOTE) return i;
  return -1;
}

function report(scan: Scan, { start, end }: Value): number {
  if (codeAt(scan.text, start) === HYPHEN || isNoSecret(scan.text, start, end)) return GO_ON;
  scan.report(passwordKind, start, end);
  return end;
}

function isNumber(text: string, { start, end }: Value): boolean {
  for (let i = start; i < end; i++) if (!isDigit(codeAt(text, i)) && codeAt(text, i) !== COLON) return false;
  return true;
}

export const commandLineAnchors: readonly Anchor[] = [
  { literals: [" -p"], look: lookAtP },
  { literals: ['"auth" "'], look: lookAtAuth },
  { literals: [" -a "], look: lookFor("redis") },
  { literals: [" -w "], look: lookFor("ldap") },
  { literals: [" -u", " --user"], look: lookAtUser },
];
