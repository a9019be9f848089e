import { codeAt, isDigit, isLetter } from "../scan/characters.ts";
import { isDomainLetter, isForeignLetter, isIdeograph } from "./characters.ts";
import { COMMON_TOP_LEVEL_DOMAINS, NO_TOP_LEVEL_DOMAINS } from "./no-top-level-domains.ts";

const MAX_DOMAIN = 254;
const HYPHEN = 45;
const POINT = 46;
const OPENING = 91;
const CLOSING = 93;

/** Behind the domain that begins at `start`; 0 if there is none with a dot and a plausible end. */
export function domainEnd(text: string, start: number): number {
  if (codeAt(text, start) === OPENING) return literalEnd(text, start);
  let labels = 0;
  let good = 0;
  let labelStart = start;
  for (;;) {
    const end = labelEnd(text, labelStart, start + MAX_DOMAIN);
    if (end === labelStart) break;
    labels++;
    if (labels > 1) {
      const last = topLevel(text, labelStart, end);
      if (last === "any") good = end;
      // Behind `jane@example.com` a file name goes on; behind `icon@2x` it is all there is.
      else if (good !== 0 && !COMMON_TOP_LEVEL_DOMAINS.has(lastLabel(text, good))) good = 0;
    }
    const next = pointEnd(text, end);
    if (next === 0) break;
    labelStart = next;
  }
  return good === 0 || isVersion(text, start) || codeAt(text, good) === 40 ? 0 : good;
}

/** Behind the label; trailing hyphens are none of it, nor the sentence in another script that goes on without a space. */
function labelEnd(text: string, start: number, limit: number): number {
  let end = start;
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    if (isIdeograph(code) && isLetter(codeAt(text, i - 1)) && i > start) break;
    if (isDomainLetter(code)) end = i + 1;
    else if (code !== HYPHEN || i === start) break;
  }
  return end;
}

/** Behind `.` or the defanged `[.]`, 0 if neither is there. */
function pointEnd(text: string, at: number): number {
  const code = codeAt(text, at);
  if (code === POINT) return at + 1;
  return code === OPENING && codeAt(text, at + 1) === POINT && codeAt(text, at + 2) === CLOSING ? at + 3 : 0;
}

/** Whether a label may be the last: two to 24 letters, or an encoded one. */
function topLevel(text: string, start: number, end: number): "any" | "none" {
  if (end - start < 2) return "none";
  if (codeAt(text, start + 2) === HYPHEN && text.startsWith("xn--", start)) return "any";
  if (end - start > 24) return "none";
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (!isLetter(code) && !isForeignLetter(code)) return "none";
  }
  return NO_TOP_LEVEL_DOMAINS.has(text.slice(start, end).toLowerCase()) ? "none" : "any";
}

function lastLabel(text: string, end: number): string {
  let start = end;
  while (isLetter(codeAt(text, start - 1))) start--;
  return text.slice(start, end).toLowerCase();
}

/** `4.17.x`, `v1.2.0-beta.rc`: a number, a point, a number. No domain has it; `163.com` has not. */
function isVersion(text: string, start: number): boolean {
  let i = (codeAt(text, start) | 32) === 118 ? start + 1 : start;
  const digits = i;
  while (isDigit(codeAt(text, i))) i++;
  return i > digits && codeAt(text, i) === POINT && isDigit(codeAt(text, i + 1));
}

/** `[192.0.2.1]`, `[IPv6:2001:db8::1]`. */
function literalEnd(text: string, start: number): number {
  let points = 0;
  for (let i = start + 1; i < start + 48; i++) {
    const code = codeAt(text, i);
    if (code === CLOSING) return points >= 2 ? i + 1 : 0;
    if (code === POINT || code === 58) points++;
    else if (!isDigit(code) && !isLetter(code)) return 0;
  }
  return 0;
}
