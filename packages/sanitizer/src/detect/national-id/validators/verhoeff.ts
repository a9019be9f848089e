import type { Digits } from "./checksum.ts";
import { digitAt } from "./checksum.ts";

// J. Verhoeff, "Error Detecting Decimal Codes" (1969): multiplication in the dihedral group of order ten, and its permutation.
const PRODUCT: Uint8Array = rows(
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
);
const PERMUTATION: Uint8Array = rows(
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
);

export function isVerhoeff(digits: Digits, count: number): boolean {
  let check = 0;
  for (let i = 0; i < count; i++) {
    const permuted = PERMUTATION[(i % 8) * 10 + digitAt(digits, count - 1 - i)] ?? 0;
    check = PRODUCT[check * 10 + permuted] ?? 0;
  }
  return check === 0;
}

function rows(...lines: readonly string[]): Uint8Array {
  return Uint8Array.from(Array.from(lines.join(""), Number));
}
