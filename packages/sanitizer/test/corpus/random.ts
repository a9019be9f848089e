/** Draws from a seed; the same seed draws the same values on every machine. */
export interface Random {
  /** A whole number in `[0, below)`. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** So many characters of the alphabet. */
  chars(alphabet: string, length: number): string;
}

export const LOWER = "abcdefghijklmnopqrstuvwxyz";
export const UPPER = LOWER.toUpperCase();
export const DIGITS = "0123456789";
export const HEX = "0123456789abcdef";
export const ALNUM: string = LOWER + UPPER + DIGITS;
export const BASE64: string = ALNUM + "+/";
export const BASE64URL: string = ALNUM + "-_";
export const BASE32: string = UPPER + "234567";

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    pick: (from) => {
      const picked = from[int(from.length)];
      if (picked === undefined) throw new Error("Nothing to pick from: the list is empty.");
      return picked;
    },
    chars: (alphabet, length) => {
      let out = "";
      for (let i = 0; i < length; i++) out += alphabet[int(alphabet.length)] ?? "";
      return out;
    },
  };
}

/** A seed for a name, so that adding a group changes no other group's values. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
