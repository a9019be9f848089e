import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { passwordKind } from "./connection-kinds.ts";
import type { Value } from "./pair-value.ts";
import { continues, isBlank, quotedValue, semicolonValue, skipBlanks, wordValue } from "./pair-value.ts";

const LOOK_BEHIND = 64;
const LOOK_AHEAD = 64;
const SHORTEST_KEY = 8;
const NO_WORD: ReadonlySet<number> = new Set(Array.from("_-.?&", (sign) => sign.charCodeAt(0)));
const PERCENT = 37;
const AMPERSAND = 38;
const AND = 38;
const LONGEST_ENTITY = 6;
const HYPHEN = 45;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const GREATER = 62;
const UNDERSCORE = 95;
const BRACE = 123;
const TILDE = 126;

/** Stand in the same line of words as the password: what libpq and its relatives read, and JAAS. */
const NEIGHBOURS: readonly string[] = ["host=", "hostaddr=", "dbname=", "user=", "username=", "port=", "sslmode="];
/** What stands before `PASSWORD` or `PWD` in the names of environment variables that a client reads. */
const CLIENTS: readonly string[] = ["PG", "MYSQL_", "SQLCMD", "MONGO_", "REDIS_", "POSTGRES_", "MARIADB_"];

/** `password`, `passwd` or `pwd` at `[start, end)`: only where it is part of a connection's settings. */
export function lookAtPassword(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const sign = skipBlanks(text, end);
  const code = codeAt(text, sign);
  if (code !== EQUALS && code !== COLON) return GO_ON;
  const from = skipBlanks(text, sign + 1);
  if (codeAt(text, from) === EQUALS || codeAt(text, sign + 1) === GREATER) return GO_ON;
  if (isClient(text, start)) return report(scan, wordValue(text, from));
  if (code !== EQUALS || !startsWord(text, start) || isDirectory(text, from)) return GO_ON;
  // What stands about it is cheaper to read than a value that may not end.
  if (isBehindSemicolon(text, start)) return report(scan, semicolonValue(text, from));
  if (hasNeighbour(text.slice(Math.max(0, start - LOOK_BEHIND), start))) return report(scan, wordValue(text, from));
  return lookBehindValue(scan, from);
}

/** `PWD=/home/app` is where a shell is. */
const isDirectory = (text: string, at: number): boolean => {
  const code = codeAt(text, at);
  return code === SLASH || code === TILDE;
};

function isBehindSemicolon(text: string, start: number): boolean {
  let before = start;
  while (start - before < 4 && isBlank(codeAt(text, before - 1))) before--;
  return codeAt(text, before - 1) === SEMICOLON;
}

/** The password comes first: `Password=x;Server=h`, `password=x host=h`. */
function lookBehindValue(scan: Scan, from: number): number {
  const { text } = scan;
  const quoted = codeAt(text, from) === BRACE ? undefined : quotedValue(text, from);
  let end = quoted === undefined ? from : quoted.end + 1;
  const limit = from + LOOK_AHEAD;
  while (end < limit && codeAt(text, end) > 32 && codeAt(text, end) !== SEMICOLON) end++;
  if (codeAt(text, end) === SEMICOLON) {
    return continues(text, end + 1) && end + 1 < text.length ? report(scan, semicolonValue(text, from)) : GO_ON;
  }
  if (!isBlank(codeAt(text, end)) || !hasNeighbour(text.slice(end, end + LOOK_AHEAD))) return GO_ON;
  return report(scan, wordValue(text, from));
}

/** `password=&quot;…`: the semicolon is the entity's. */
const isEntity = (text: string, start: number, semicolon: number): boolean =>
  codeAt(text, start) === AND && semicolon - start <= LONGEST_ENTITY;

/** `{password}`, `{0}` in a format: the braces are no quotes of ODBC. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  "password passwd pwd pass secret db_password db_pass dbpassword db_pwd 0 1 2 3 4 5 6 7 8 9".split(" "),
);
const LONGEST_PLACEHOLDER = 11;

function report(scan: Scan, { start, end }: Value): number {
  if (isEntity(scan.text, start, end) || isNoSecret(scan.text, start, end)) return GO_ON;
  if (isNamed(scan.text, start, end)) return GO_ON;
  scan.report(passwordKind, start, end);
  return end;
}

const isNamed = (text: string, start: number, end: number): boolean =>
  codeAt(text, start - 1) === BRACE &&
  end - start <= LONGEST_PLACEHOLDER &&
  PLACEHOLDERS.has(text.slice(start, end).toLowerCase());

function startsWord(text: string, start: number): boolean {
  const before = codeAt(text, start - 1);
  // Behind `?` and `&` it is a URL's, whose parameters have another end.
  return !isAlphanumeric(before) && !NO_WORD.has(before);
}

/** `PGPASSWORD=`, `MYSQL_PWD=`. */
const isClient = (text: string, start: number): boolean =>
  CLIENTS.some((name) => text.startsWith(name, start - name.length) && startsWord(text, start - name.length));

const hasNeighbour = (part: string): boolean => NEIGHBOURS.some((neighbour) => part.includes(neighbour));

/** `AccountKey=…;`, `SharedAccessKey=…`: `[start, end)` is the name with its `=`. */
export function lookAtAccountKey(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  let last = end;
  while (last < end + 256 && isKeyPart(codeAt(text, last))) last++;
  return last - end < SHORTEST_KEY ? GO_ON : report(scan, { start: end, end: last });
}

/** `SharedAccessSignature=…;`; what an account's has in its place are parameters as in a URL, of which `sig` is looked at there. */
export function lookAtSignature(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  let last = end;
  while (last < end + 256 && isKeyPart(codeAt(text, last))) last++;
  const code = codeAt(text, last);
  return code === AMPERSAND || code === PERCENT || isBlank(code) ? GO_ON : lookAtAccountKey(scan, start, end);
}

/** Base64, also as a URL writes it. */
const isKeyPart = (code: number): boolean =>
  isAlphanumeric(code) || code === 43 || code === 47 || code === EQUALS || code === HYPHEN || code === UNDERSCORE;
