import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";
import { alphabets, endOfRun } from "./alphabet.ts";
import { MIXED, PLAIN, STRICT } from "./randomness.ts";

/** Characters of one alphabet, or a literal. */
export type Segment = string | { readonly of: number; readonly min: number; readonly max: number };

/** One kind of token: what it begins with and what follows. */
export interface Family {
  readonly kind: Kind;
  readonly prefix: string;
  readonly body: readonly Segment[];
  /** What may follow still; counts only if it is there whole. */
  readonly tail: readonly Segment[];
  readonly randomness: number;
  /** The prefix says what it is (an address) and stays. */
  readonly keepsPrefix: boolean;
}

interface Options {
  readonly tail?: readonly Segment[];
  readonly randomness?: number;
  readonly keepsPrefix?: true;
}

const kinds = new Map<string, Kind>();

export function tokenKind(issuer: string): Kind {
  const kind = kinds.get(issuer) ?? kindOf("api_token", `api_token.${issuer}`);
  kinds.set(issuer, kind);
  return kind;
}

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
export const uuid: readonly Segment[] = [hex(8), "-", hex(4), "-", hex(4), "-", hex(4), "-", hex(12)];

export function families(
  issuer: string,
  prefixes: string,
  body: readonly Segment[],
  options: Options = {},
): readonly Family[] {
  return prefixes.split(" ").map((prefix) => ({
    kind: tokenKind(issuer),
    prefix,
    body,
    tail: options.tail ?? [],
    randomness: options.randomness ?? MIXED,
    keepsPrefix: options.keepsPrefix ?? false,
  }));
}

/** Any characters will do: the prefix alone is proof enough. */
export const proven = { randomness: PLAIN } as const;
/** The prefix proves little. */
export const weak = { randomness: STRICT } as const;

const NO_MATCH = -1;
/** A text this long can have been cut off by an attribute's length limit. */
const CUT_TEXT = 64;
const FEWEST_OF_CUT = 8;

/** End of the segments that begin at `start`, -1 if they do not stand there. No backtracking: each takes what it can. */
export function endOfSegments(text: string, start: number, segments: readonly Segment[]): number {
  let end = start;
  for (const segment of segments) {
    if (typeof segment === "string") {
      if (!text.startsWith(segment, end)) return cutAt(text, start, end);
      end += segment.length;
      continue;
    }
    const next = endOfRun(text, end, segment.of, segment.max);
    if (next - end < segment.min) return cutAt(text, start, next);
    end = next;
  }
  return end;
}

/** A long text that ends within the token was cut there: what is left of the token is still a secret. */
const cutAt = (text: string, start: number, end: number): number =>
  end === text.length && end >= CUT_TEXT && end - start >= FEWEST_OF_CUT ? end : NO_MATCH;
