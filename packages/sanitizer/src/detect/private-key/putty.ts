import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { breakLength } from "./line-break.ts";
import { endOfMaterial, holdsMaterial } from "./material.ts";
import { puttyKind } from "./private-key-kinds.ts";

/** No key has more lines. */
const MOST_LINES = 300;
const MOST_DIGITS = 4;

/** `Private-Lines: 8` and eight lines, of a PuTTY key file. */
function lookAtPrivateLines(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  let at = end;
  while (at - end < 2 && codeAt(text, at) === 32) at++;
  const number = at;
  while (at - number < MOST_DIGITS && isDigit(codeAt(text, at))) at++;
  const lines = Number(text.slice(number, at));
  if (at === number || lines > MOST_LINES) return GO_ON;
  let from = at;
  for (let length = breakLength(text, from); length > 0 && from - at < 16; length = breakLength(text, from))
    from += length;
  const to = endOfMaterial(text, from, { lines });
  if (!holdsMaterial(text, from, to)) return GO_ON;
  scan.report(puttyKind, from, to);
  return to;
}

export const puttyAnchors: readonly Anchor[] = [{ literals: ["Private-Lines:"], look: lookAtPrivateLines }];
