import { GO_ON } from "../../model/detector.ts";
import { codeAt, isHex } from "../scan/characters.ts";
import { HYPHEN } from "./separators.ts";

const LENGTH = 36;
/** Where the hyphens of `8-4-4-4-12` stand. */
const FIRST = 8;
const HYPHENS: readonly number[] = [8, 13, 18, 23];

/** Behind the UUID that begins at `start`, or {@link GO_ON}. */
export function uuidEnd(text: string, start: number): number {
  if (codeAt(text, start + FIRST) !== HYPHEN || start + LENGTH > text.length) return GO_ON;
  for (const at of HYPHENS) if (codeAt(text, start + at) !== HYPHEN) return GO_ON;
  for (let i = 0; i < LENGTH; i++) {
    if (!isHex(codeAt(text, start + i)) && !HYPHENS.includes(i)) return GO_ON;
  }
  return isHex(codeAt(text, start + LENGTH)) ? GO_ON : start + LENGTH;
}

/** Whether the digits `[index, end)` are the last group of a UUID whose first group had no digit. */
export function uuidLastGroup(
  text: string,
  index: number,
  { end, floor }: { readonly end: number; readonly floor: number },
): boolean {
  const start = index - 24;
  return end - index === 12 && start >= floor && uuidEnd(text, start) === end;
}
