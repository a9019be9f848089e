import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { isTokenLike } from "../value/token-like.ts";
import type { ParameterClass } from "./secret-parameters.ts";
import { parameterClass } from "./secret-parameters.ts";
import { parameterKind, passwordParameterKind } from "./url-kinds.ts";
import { valueEnd } from "./value-end.ts";

const MAX_NAME = 64;
const DOLLAR = 36;
const PERCENT = 37;
const AMPERSAND = 38;
const HYPHEN = 45;
const POINT = 46;
const EQUALS = 61;
const OPENING = 91;
const CLOSING = 93;
const UNDERSCORE = 95;

/** Looks behind `?`, `&` or `#`: at one parameter of a query or a fragment, of a whole URL or a bare one. */
export function lookAtParameter(scan: Scan, sign: number): number {
  const { text } = scan;
  let start = sign + 1;
  if (codeAt(text, sign) === AMPERSAND && text.startsWith("amp;", start)) start += 4;
  const first = codeAt(text, start);
  if (!isLetter(first) && first !== UNDERSCORE && first !== DOLLAR) return GO_ON;
  let end = start + 1;
  while (end < start + MAX_NAME && isNamePart(codeAt(text, end))) end++;
  const equals = listEnd(text, end);
  if (codeAt(text, equals) !== EQUALS || codeAt(text, equals + 1) === EQUALS) return GO_ON;
  return reportValue(scan, { start, end }, equals);
}

/** Behind the `[]` or `%5B%5D` of a parameter that is given several times. */
function listEnd(text: string, at: number): number {
  if (codeAt(text, at) === OPENING) return codeAt(text, at + 1) === CLOSING ? at + 2 : at;
  return codeAt(text, at) === PERCENT && text.slice(at, at + 6).toUpperCase() === "%5B%5D" ? at + 6 : at;
}

/** `SAMLResponse=…` begins a body that has no `?`; `[start, end)` is the name with its `=`. */
export function lookAtName(scan: Scan, start: number, end: number): number {
  return start > 0 && isNamePart(codeAt(scan.text, start - 1))
    ? GO_ON
    : reportValue(scan, { start, end: end - 1 }, end - 1);
}

const isNamePart = (code: number): boolean =>
  isAlphanumeric(code) || code === UNDERSCORE || code === HYPHEN || code === POINT;

interface Name {
  readonly start: number;
  readonly end: number;
}

function reportValue(scan: Scan, { start, end }: Name, equals: number): number {
  const { text } = scan;
  const own = parameterClass(text.slice(start, end));
  const key = own === undefined ? scan.keyClass(start, end) : undefined;
  if (own === "harmless" || (own === undefined && key === undefined)) return GO_ON;
  const from = equals + 1;
  const to = valueEnd(text, from);
  if (isNoSecret(text, from, to)) return GO_ON;
  if (own === "token" && !isToken(text, from, to)) return GO_ON;
  if (key?.weak === true && isNumber(text, from, to)) return GO_ON;
  scan.report(kindFor(own, key?.kind), from, to);
  return to;
}

/** A policy's own rule for a key keeps its say; what is never kept in part stays so. */
function kindFor(own: ParameterClass | undefined, key: Kind | undefined): Kind {
  if (key?.action !== undefined) return key;
  return own === "password" || key?.alwaysMasked === true ? passwordParameterKind : parameterKind;
}

/** `code=` and `key=` are words of every trade: only what looks random, or comes back from a login with its `state`. */
const isToken = (text: string, from: number, to: number): boolean =>
  isTokenLike(text, from, to) || (text.startsWith("&state=", to) && to - from >= 6 && isMixed(text, from, to));

/** Letters, and digits or capitals among them: `SplxlOBeZQQY`, not `404` or `open`. */
function isMixed(text: string, from: number, to: number): boolean {
  let letters = false;
  let others = false;
  for (let i = from; i < to; i++) {
    const code = codeAt(text, i);
    if (isDigit(code) || isUpper(code)) others = true;
    if (isLetter(code)) letters = true;
  }
  return letters && others;
}

function isNumber(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isDigit(codeAt(text, i))) return false;
  return true;
}
