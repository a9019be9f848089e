import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { endOfMaterial, holdsMaterial, LONGEST_BLOCK, startOfMaterial } from "./material.ts";
import { pemKind } from "./private-key-kinds.ts";

const HYPHEN = 45;
const SPACE = 32;
const PLUS = 43;
const PERCENT = 37;
const LONGEST_LABEL = 64;
/** Of a block whose head is missing. */
const SHORTEST_TAIL = 24;

/** `-----BEGIN`, `---- BEGIN` of SSH2: hyphens stand before `at`. */
const isBehindHyphens = (text: string, at: number): boolean =>
  codeAt(text, at - 1) === HYPHEN || (isSpace(codeAt(text, at - 1)) && codeAt(text, at - 2) === HYPHEN);

/** Form encoding writes `+` for the blank. */
const isSpace = (code: number): boolean => code === SPACE || code === PLUS;

const isHyphen = (text: string, at: number): boolean => codeAt(text, at) === HYPHEN;

function skipHyphens(text: string, at: number): number {
  let end = at;
  while (end - at < 8 && isHyphen(text, end)) end++;
  return end;
}

interface Label {
  readonly name: string;
  /** Behind the hyphens that end it. */
  readonly end: number;
}

/** `RSA PRIVATE KEY` with the hyphens behind it, also with its blanks encoded; undefined if that does not stand at `at`. */
function readLabel(text: string, at: number): Label | undefined {
  let end = at;
  while (end - at < LONGEST_LABEL && !isHyphen(text, end)) {
    const code = codeAt(text, end);
    if (!isAlphanumeric(code) && !isSpace(code) && code !== PERCENT) return undefined;
    end++;
  }
  if (!isHyphen(text, end)) return undefined;
  const name = text
    .slice(at, end)
    .replaceAll(/\+|%20/gu, " ")
    .trim();
  return { name, end: skipHyphens(text, end) };
}

const isPrivate = ({ name }: Label): boolean => name.includes("PRIVATE KEY") || name === "OpenVPN Static key V1";

function lookAtBegin(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!isBehindHyphens(text, start)) return GO_ON;
  const label = readLabel(text, end);
  if (label === undefined || !isPrivate(label)) return GO_ON;
  const body = label.end;
  const next = nextLabel(text, body);
  const to = next.kind === "end" ? blockEnd(text, body, next.at) : endOfMaterial(text, body, { limit: next.at });
  if (to <= body) return GO_ON;
  scan.report(pemKind, startOfHyphens(text, start, scan.floor), to);
  return to;
}

function startOfHyphens(text: string, at: number, floor: number): number {
  let start = isSpace(codeAt(text, at - 1)) ? at - 1 : at;
  while (start > floor && at - start < 8 && isHyphen(text, start - 1)) start--;
  return start;
}

interface Next {
  readonly kind: "begin" | "end" | "none";
  readonly at: number;
}

/**
 * The next `BEGIN` or `END` behind hyphens. It stops at the next `BEGIN`, so that many of them without an `END` are read
 * once altogether.
 */
function nextLabel(text: string, from: number): Next {
  const limit = Math.min(text.length, from + LONGEST_BLOCK);
  for (let i = from; i < limit; i++) {
    if (!isHyphen(text, i)) continue;
    const hyphens = i;
    while (i + 1 < limit && isHyphen(text, i + 1)) i++;
    const word = isSpace(codeAt(text, i + 1)) ? i + 2 : i + 1;
    if (text.startsWith("END", word)) return { kind: "end", at: word };
    if (text.startsWith("BEGIN", word)) return { kind: "begin", at: hyphens };
  }
  return { kind: "none", at: limit };
}

/** Behind the block's last line, whose `END` stands at `at`; 0 if nothing but a placeholder stands in the block. */
function blockEnd(text: string, body: number, at: number): number {
  return holdsMaterial(text, body, at) ? endOfLastLine(text, at) : 0;
}

function endOfLastLine(text: string, at: number): number {
  const label = readLabel(text, at + "END".length);
  if (label !== undefined) return label.end;
  let end = at;
  while (end - at < LONGEST_LABEL && (isAlphanumeric(codeAt(text, end)) || isSpace(codeAt(text, end)))) end++;
  return end === text.length ? end : at + "END".length;
}

/** The end of a block whose beginning was cut off. */
function lookAtEnd(scan: Scan, start: number, end: number): number {
  const { text, floor } = scan;
  const lowest = Math.max(floor, start - LONGEST_LABEL / 2);
  const word = text.slice(lowest, start).lastIndexOf("END");
  if (word < 0 || !isBehindHyphens(text, lowest + word)) return GO_ON;
  const line = startOfHyphens(text, lowest + word, floor);
  const from = startOfMaterial(text, line, floor);
  if (line - from < SHORTEST_TAIL || !holdsMaterial(text, from, line)) return GO_ON;
  const to = skipHyphens(text, end);
  scan.report(pemKind, from, to);
  return to;
}

export const pemAnchors: readonly Anchor[] = [
  { literals: ["BEGIN"], caseSensitive: true, look: lookAtBegin },
  { literals: ["PRIVATE KEY-", "PRIVATE KEY BLOCK-"], caseSensitive: true, look: lookAtEnd },
];
