import { alphabets, endOfRun } from "../value/alphabet.ts";

/** Characters of one alphabet, or a literal. */
export type Segment = string | { readonly of: number; readonly min: number; readonly max: number };

const of =
  (alphabet: number) =>
  (min: number, max: number = min): Segment => ({ of: alphabet, min, max });

type Sized = (min: number, max?: number) => Segment;

export const digits: Sized = of(alphabets.digits);
export const hex: Sized = of(alphabets.hex);
export const hexLower: Sized = of(alphabets.hexLower);
export const upper: Sized = of(alphabets.upper);
export const lower: Sized = of(alphabets.lower);
export const alnum: Sized = of(alphabets.alnum);
export const word: Sized = of(alphabets.word);
export const url: Sized = of(alphabets.url);
export const dotted: Sized = of(alphabets.dotted);
export const padded: Sized = of(alphabets.padded);
export const base64: Sized = of(alphabets.paddedBase64);
export const dottedPadded: Sized = of(alphabets.dotted | alphabets.padded);
export const anyBase64: Sized = of(alphabets.anyBase64 | alphabets.padded);
/** Identifiers that look like UUIDs and hold any letters. */
export const likeUuid: readonly Segment[] = [lower(8), "-", lower(4), "-", lower(4), "-", lower(4), "-", lower(12)];
export const uuid: readonly Segment[] = [hex(8), "-", hex(4), "-", hex(4), "-", hex(4), "-", hex(12)];
export const uuid4: readonly Segment[] = [hex(8), "-", hex(4), "-4", hex(3), "-", hex(4), "-", hex(12)];

/** A text this long can have been cut off by an attribute's length limit. */
const CUT_TEXT = 64;
const FEWEST_OF_CUT = 8;

/**
 * End of the segments that begin at `start`; negative if they do not stand there: then it is the end of what was read.
 * No backtracking: each takes what it can.
 */
export function endOfSegments(text: string, start: number, segments: readonly Segment[]): number {
  let end = start;
  for (const segment of segments) {
    if (typeof segment === "string") {
      if (!text.startsWith(segment, end)) return cutAt(text, start, end);
      end += segment.length;
      continue;
    }
    const next = endOfRun(text, end, segment);
    if (next - end < segment.min) return cutAt(text, start, next);
    end = next;
  }
  return end;
}

/** A long text that ends within the token was cut there: what is left of the token is still a secret. */
const cutAt = (text: string, start: number, end: number): number =>
  end === text.length && end >= CUT_TEXT && end - start >= FEWEST_OF_CUT ? end : -end;
