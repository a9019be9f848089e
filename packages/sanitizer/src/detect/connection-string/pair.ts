import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { isAlphanumeric } from "../scan/characters.ts";
import { isNoSecret } from "../url/no-secret.ts";
import { passwordKind } from "./connection-kinds.ts";
import type { Value } from "./pair-value.ts";
import { continues, isBlank, semicolonValue, skipBlanks, wordValue } from "./pair-value.ts";

const LOOK_BEHIND = 64;
const LOOK_AHEAD = 40;
const SHORTEST_KEY = 8;
const NO_WORD: ReadonlySet<number> = new Set(Array.from("_-.?&", (sign) => sign.charCodeAt(0)));
const HYPHEN = 45;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const UNDERSCORE = 95;

/** Stand in the same line of words as the password: what libpq and its relatives read, and JAAS. */
const NEIGHBOURS: readonly string[] = ["host=", "hostaddr=", "dbname=", "user=", "username=", "port=", "sslmode="];
/** What stands before `PASSWORD` or `PWD` in the names of environment variables that a client reads. */
const CLIENTS: readonly string[] = ["PG", "MYSQL_", "SQLCMD", "MONGO_", "REDIS_", "POSTGRES_", "MARIADB_"];

/** `password`, `passwd` or `pwd` at `[start, end)`: only where it is part of a connection's settings. */
export function lookAtPassword(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const sign = skipBlanks(text, end);
  const code = text.charCodeAt(sign);
  if (code !== EQUALS && code !== COLON) return GO_ON;
  const from = skipBlanks(text, sign + 1);
  if (text.charCodeAt(from) === EQUALS) return GO_ON;
  const value = isClient(text, start)
    ? wordValue(text, from)
    : code === EQUALS && startsWord(text, start)
      ? settingValue(text, start, from)
      : undefined;
  return value === undefined ? GO_ON : report(scan, value);
}

function report(scan: Scan, { start, end }: Value): number {
  if (isNoSecret(scan.text, start, end)) return GO_ON;
  scan.report(passwordKind, start, end);
  return end;
}

function startsWord(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  // Behind `?` and `&` it is a URL's, whose parameters have another end.
  return !isAlphanumeric(before) && !NO_WORD.has(before);
}

/** `PGPASSWORD=`, `MYSQL_PWD=`. */
const isClient = (text: string, start: number): boolean =>
  CLIENTS.some((name) => text.startsWith(name, start - name.length) && startsWord(text, start - name.length));

function settingValue(text: string, name: number, from: number): Value | undefined {
  let before = name;
  while (before > 0 && name - before < 4 && isBlank(text.charCodeAt(before - 1))) before--;
  const value = semicolonValue(text, from);
  if (text.charCodeAt(before - 1) === SEMICOLON) return value;
  if (value.closed && text.charCodeAt(value.end) === SEMICOLON && continues(text, value.end + 1)) return value;
  return hasNeighbour(text, name, from) ? wordValue(text, from) : undefined;
}

function hasNeighbour(text: string, name: number, from: number): boolean {
  const before = text.slice(Math.max(0, name - LOOK_BEHIND), name);
  if (NEIGHBOURS.some((neighbour) => before.includes(neighbour))) return true;
  const { end } = wordValue(text, from);
  const after = text.slice(end, end + LOOK_AHEAD);
  return NEIGHBOURS.some((neighbour) => after.includes(` ${neighbour}`));
}

/** `AccountKey=…;`, `SharedAccessKey=…`: `[start, end)` is the name with its `=`. */
export function lookAtAccountKey(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  let last = end;
  while (last < end + 256 && isKeyPart(text.charCodeAt(last))) last++;
  return last - end < SHORTEST_KEY ? GO_ON : report(scan, { start: end, end: last });
}

/** Base64, also as a URL writes it. */
const isKeyPart = (code: number): boolean =>
  isAlphanumeric(code) || code === 43 || code === 47 || code === EQUALS || code === HYPHEN || code === UNDERSCORE;
