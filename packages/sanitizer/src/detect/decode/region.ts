import { nextHint, NO_HINT } from "./hint.ts";

/** How far around a disguised character a secret is looked for that it hides; more than any look behind or ahead needs. */
const AROUND = 1024;
/** Longest region; the next overlaps it. A private key of 16,384 bits fits in. */
const LONGEST = 65_536;
/** How far a cut may move to stand behind a blank. */
const TO_A_BLANK = 256;
const SPACE = 32;

/** A part of a text that holds disguised characters. */
export interface Region {
  start: number;
  end: number;
  /** From where to look for the next region. */
  next: number;
}

/** The first region whose disguised characters stand at `from` or behind it; false if there is none. */
export function nextRegion(text: string, from: number, region: Region): boolean {
  const { length } = text;
  const first = nextHint(text, from, length);
  if (first === NO_HINT) return false;
  region.start = cutBefore(text, first - AROUND);
  let last = first;
  region.next = length;
  for (;;) {
    const hint = nextHint(text, last + 1, Math.min(length, last + 2 * AROUND));
    if (hint === NO_HINT) {
      region.next = Math.min(length, last + 2 * AROUND);
      break;
    }
    if (hint - region.start > LONGEST) {
      region.next = hint;
      break;
    }
    last = hint;
  }
  region.end = cutBehind(text, last + AROUND);
  return true;
}

function cutBefore(text: string, at: number): number {
  if (at <= 0) return 0;
  for (let i = at; i > 0 && i > at - TO_A_BLANK; i--) if (text.charCodeAt(i - 1) <= SPACE) return i;
  return at;
}

function cutBehind(text: string, at: number): number {
  const { length } = text;
  for (let i = at; i < length && i < at + TO_A_BLANK; i++) if (text.charCodeAt(i) <= SPACE) return i;
  return Math.min(at, length);
}
