import type { Digits } from "./checksum.ts";
import { weighted } from "./checksum.ts";

const CHECK = "WABCDEFGHIJKLMNOPQRSTUV";

/**
 * Department of Social Protection, PPS number: modulus 23; a second letter A–I counts nine times its place, an old W, T or X
 * nothing.
 */
export function isPps(digits: Digits, check: string, second: string): boolean {
  const extra = second === "" || second === "T" || second === "X" ? 0 : "WABCDEFGHI".indexOf(second);
  return extra >= 0 && CHECK[(weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + 9 * extra) % 23] === check;
}
