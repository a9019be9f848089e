import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { credentialsKind } from "./auth-kinds.ts";
import { PLAIN_PARAMETERS, SECRET_PARAMETERS } from "./schemes.ts";

const SPACE = 32;
const QUOTE = 34;
const AMPERSAND = 38;
const COMMA = 44;
const SLASH = 47;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;
const LONGEST_NAME = 40;
const LONGEST_VALUE = 8_192;
const MOST_PARAMETERS = 40;
const SHORTEST_SECRET = 4;
/** Between two parameters. */
const MOST_BETWEEN = 12;

interface Parameter {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Behind the quote that closes it. */
  readonly next: number;
}

const isNamePart = (code: number): boolean => isAlphanumeric(code) || code === 45 || code === 95 || code === 46;

function nameEnd(text: string, at: number): number {
  let end = at;
  while (end - at < LONGEST_NAME && isNamePart(codeAt(text, end))) end++;
  return end;
}

/** `name=value`, `name="value"`, `name=\"value\"` at `at`. */
function readParameter(text: string, at: number): Parameter | undefined {
  const end = nameEnd(text, at);
  if (end === at || codeAt(text, end) !== EQUALS) return undefined;
  let start = end + 1;
  while (start - end < 5 && codeAt(text, start) === BACKSLASH) start++;
  const quoted = codeAt(text, start) === QUOTE;
  if (quoted) start++;
  const last = valueEnd(text, start, quoted);
  return { name: text.slice(at, end).toLowerCase(), start, end: last, next: quoted ? behindQuote(text, last) : last };
}

function valueEnd(text: string, start: number, quoted: boolean): number {
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    if (code < SPACE || code === QUOTE || code === BACKSLASH) return i;
    if (!quoted && (UNQUOTED_ENDS.has(code) || (code === SEMICOLON && !joinsNames(text, i + 1)))) return i;
  }
  return limit;
}

const UNQUOTED_ENDS: ReadonlySet<number> = new Set([SPACE, COMMA, AMPERSAND, 39]);

/** `SignedHeaders=content-type;host`: what follows the semicolon is no parameter. */
function joinsNames(text: string, start: number): boolean {
  const end = nameEnd(text, start);
  return end > start && codeAt(text, end) !== EQUALS;
}

function behindQuote(text: string, at: number): number {
  let end = at;
  while (end - at < 4 && codeAt(text, end) === BACKSLASH) end++;
  return codeAt(text, end) === QUOTE ? end + 1 : at;
}

function skipBetween(text: string, at: number): number {
  let end = at;
  while (end - at < MOST_BETWEEN) {
    const code = codeAt(text, end);
    if (code !== SPACE && code !== COMMA && code !== SEMICOLON && code !== AMPERSAND) break;
    end++;
  }
  return end;
}

/** Whether parameters stand at `at` and not a token: `realm="x"`, but not `dXNlcg=="`. */
export function opensParameters(text: string, at: number): boolean {
  const end = nameEnd(text, at);
  if (end === at || codeAt(text, end) !== EQUALS) return false;
  const name = text.slice(at, end).toLowerCase();
  return SECRET_PARAMETERS.has(name) || PLAIN_PARAMETERS.has(name);
}

/** Reports the secret ones of the parameters that begin at `at`; behind them, or {@link GO_ON} if there are none. */
export function reportParameters(scan: Scan, at: number): number {
  const { text } = scan;
  let end = at;
  for (let count = 0; count < MOST_PARAMETERS; count++) {
    const parameter = readParameter(text, count === 0 ? at : skipBetween(text, end));
    if (parameter === undefined) break;
    reportSecret(scan, parameter);
    end = Math.max(parameter.next, end + 1);
  }
  return end === at ? GO_ON : end;
}

function reportSecret(scan: Scan, { name, start, end }: Parameter): void {
  const { text } = scan;
  if (!SECRET_PARAMETERS.has(name) || end - start < SHORTEST_SECRET || isNoSecret(text, start, end)) return;
  scan.report(credentialsKind, start, name === "credential" ? accessKeyEnd(text, start, end) : end);
}

/** `AKIA…/20261125/eu-west-1/s3/aws4_request`: all but the key's id is public and tells what was called. */
function accessKeyEnd(text: string, start: number, end: number): number {
  let slash = start;
  while (slash < end && codeAt(text, slash) !== SLASH) slash++;
  return slash;
}
