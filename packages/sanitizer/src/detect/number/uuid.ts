import { GO_ON } from "../../model/detector.ts";
import { codeAt, isHex } from "../scan/characters.ts";
import { HYPHEN } from "./separators.ts";

const LENGTH = 36;
/** Where the hyphens of `8-4-4-4-12` stand. */
const FIRST = 8;
const SECOND = 13;
const THIRD = 18;
const FOURTH = 23;

/** By ASCII code: whether it stands in a UUID. */
const BELONGS = new Uint8Array(128);
for (let code = 0; code < 128; code++) if (isHex(code) || code === HYPHEN) BELONGS[code] = 1;

/** Behind the UUID that begins at `start`, or {@link GO_ON}. */
export function uuidEnd(text: string, start: number): number {
  const end = start + LENGTH;
  if (end > text.length || text.charCodeAt(start + FIRST) !== HYPHEN || !isDivided(text, start)) return GO_ON;
  let hyphens = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || BELONGS[code] === 0) return GO_ON;
    if (code === HYPHEN) hyphens++;
  }
  return hyphens !== 4 || isHex(codeAt(text, end)) ? GO_ON : end;
}

const isDivided = (text: string, start: number): boolean =>
  text.charCodeAt(start + SECOND) === HYPHEN &&
  text.charCodeAt(start + THIRD) === HYPHEN &&
  text.charCodeAt(start + FOURTH) === HYPHEN;

/** Whether the digits `[index, end)` are the last group of a UUID whose first group had no digit. */
export function uuidLastGroup(
  text: string,
  index: number,
  { end, floor }: { readonly end: number; readonly floor: number },
): boolean {
  const start = index - 24;
  return end - index === 12 && start >= floor && uuidEnd(text, start) === end;
}
