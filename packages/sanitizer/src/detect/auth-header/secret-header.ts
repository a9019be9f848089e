import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { headerKind } from "./auth-kinds.ts";
import { endsName, report, reportScheme } from "./authorization.ts";
import { credentialEnd, isCredential } from "./credential.ts";
import { HEADER_ANCHORS, PLAIN_HEADERS, SECRET_ENDS, SECRET_HEADERS } from "./secret-headers.ts";
import { valuePlace } from "./value-place.ts";

const HYPHEN = 45;
const LONGEST_NAME = 48;

const isNamePart = (code: number): boolean => isAlphanumeric(code) || code === HYPHEN;

function isSecretHeader(name: string): boolean {
  if (SECRET_HEADERS.has(name)) return true;
  return name.startsWith("x-") && SECRET_ENDS.some((end) => name.endsWith(`-${end}`)) && !PLAIN_HEADERS.has(name);
}

function nameStart(text: string, anchor: number, floor: number): number {
  const lowest = Math.max(floor, anchor - LONGEST_NAME);
  let start = anchor;
  while (start > lowest && isNamePart(codeAt(text, start - 1))) start--;
  while (start < anchor && codeAt(text, start) === HYPHEN) start++;
  return start;
}

function nameEnd(text: string, anchor: number): number {
  let end = anchor;
  while (end - anchor < LONGEST_NAME && isNamePart(codeAt(text, end))) end++;
  return end;
}

function lookAtHeader(scan: Scan, anchor: number, last: number): number {
  const { text, floor } = scan;
  const end = nameEnd(text, last);
  if (!endsName(text, end)) return GO_ON;
  // Before the name is read: most of what ends like a header has no value behind it.
  const place = valuePlace(text, end);
  if (place === undefined || place.form === "blank") return GO_ON;
  const start = nameStart(text, anchor, floor);
  if (!isSecretHeader(text.slice(start, end).toLowerCase())) return GO_ON;
  // `apiKey` alone is a variable as often as a header.
  const evidence = place.form === "pair" || !text.slice(start, end).includes("-") ? "name" : "header";
  const next = reportScheme(scan, place.at, evidence);
  if (next !== GO_ON) return next;
  const found = { start: place.at, end: credentialEnd(text, place.at) };
  return report(scan, headerKind, isCredential(text, found, evidence) ? found : undefined);
}

/** Headers that carry a secret of their own: `X-Api-Key: …`. */
export const headerAnchor: Anchor = { literals: HEADER_ANCHORS, look: lookAtHeader };
