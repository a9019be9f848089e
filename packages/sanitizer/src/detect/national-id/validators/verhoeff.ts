import type { Digits } from "./checksum.ts";
import { digitAt } from "./checksum.ts";

// J. Verhoeff, "Error Detecting Decimal Codes" (1969): multiplication in the dihedral group of order ten, and its permutation.
const PRODUCT: readonly string[] = [
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
];
const PERMUTATION: readonly string[] = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

const cell = (table: readonly string[], row: number, column: number): number =>
  (table[row] ?? "").charCodeAt(column) - 48;

export function isVerhoeff(digits: Digits, count: number): boolean {
  let check = 0;
  for (let i = 0; i < count; i++) {
    check = cell(PRODUCT, check, cell(PERMUTATION, i % 8, digitAt(digits, count - 1 - i)));
  }
  return check === 0;
}
