import { codeAt, isDigit, isLetter } from "../scan/characters.ts";
import { hasPoint, isHostWord, lastWord, nameStart } from "./name-before.ts";

const SPACE = 32;
const EXCLAMATION = 33;
const OPENING = 40;
const CLOSING = 41;
const POINT = 46;
const SLASH = 47;
const ZERO = 48;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const TILDE = 126;
const SECTION = 0xa7;
const GROUPS = 4;
/** Of a version in a list of packages that nobody takes for an address. */
const LARGEST_MAJOR = 9;
const LARGEST_PART = 29;

/** Programs and languages that no connection goes to, so that no address stands behind their names. */
const PRODUCTS: ReadonlySet<string> = new Set([
  ..."firefox chrome chromium edge safari opera vivaldi electron webview webkit chromedriver geckodriver".split(" "),
  ..."java openjdk rails rubygems ruby python perl php dotnet openssl kernel".split(" "),
]);

/** `Rails 7.1.3.2`, `§ 1.2.3.4`. */
export const isProductVersion = (text: string, space: number): boolean =>
  codeAt(text, space - 1) === SECTION || PRODUCTS.has(lastWord(text, space));

/** `registry.example.com/app:1.2.3.4`: an image and its tag, not the key `limits/login:203.0.113.7` of a cache. */
function isImage(text: string, colon: number): boolean {
  const name = nameStart(text, colon);
  if (name === colon || codeAt(text, name - 1) !== SLASH || codeAt(text, name - 2) === SLASH) return false;
  return nameStart(text, name - 1) < name - 1 && !isHostWord(text, colon) && areSmall(text, colon + 1);
}

/** By the sign directly before the version. */
export function isPackageVersion(text: string, start: number, sign: number): boolean {
  switch (sign) {
    case OPENING:
      return isListed(text, start);
    case COLON:
      return isImage(text, start - 1);
    case EQUALS:
    case GREATER:
      return isRequirement(text, start - 1);
    default:
      return false;
  }
}

/** The sign at `at` ends `==`, `>=`, `<=`, `~=`, `!=`, `~>` of a requirement; `ip.addr==203.0.113.7` is a filter. */
function isRequirement(text: string, at: number): boolean {
  const sign = codeAt(text, at - 1);
  if (codeAt(text, at) === GREATER) return sign === TILDE;
  if (sign === EQUALS || sign === EXCLAMATION) return isLetter(codeAt(text, at - 2)) && !isHostWord(text, at - 1);
  return sign === GREATER || sign === LESS || sign === TILDE;
}

/** `activerecord (7.1.3.2)` in a list of packages: small numbers in brackets behind a name without points. */
function isListed(text: string, start: number): boolean {
  const nameEnd = start - 2;
  const name = nameStart(text, nameEnd);
  if (codeAt(text, nameEnd) !== SPACE || name === nameEnd || hasPoint(text, name, nameEnd)) return false;
  return !isHostWord(text, nameEnd) && areSmall(text, start) && isClosed(text, start);
}

function isClosed(text: string, start: number): boolean {
  let end = start;
  for (let code = codeAt(text, end); isDigit(code) || code === POINT; code = codeAt(text, ++end));
  return codeAt(text, end) === CLOSING;
}

/** Whether the numbers are too small for most addresses; `1.1.1.1` and `8.8.8.8` are addresses that people know. */
export function areSmall(text: string, start: number): boolean {
  let at = start;
  let first = -1;
  let differ = false;
  for (let group = 0; group < GROUPS; group++) {
    let value = 0;
    for (; isDigit(codeAt(text, at)); at++) value = value * 10 + codeAt(text, at) - ZERO;
    if (value > (group === 0 ? LARGEST_MAJOR : LARGEST_PART)) return false;
    if (group === 0) first = value;
    else if (value !== first) differ = true;
    at++;
  }
  return differ;
}

/** `usb 1-1.4.2.1`: a bus and its ports, whose digit before the hyphen stands at `last`; in a range an address stands there. */
export function isBusPath(text: string, last: number): boolean {
  let before = last;
  while (last - before < 3 && isDigit(codeAt(text, before))) before--;
  return codeAt(text, before) === SPACE;
}
