import type { Digits } from "./checksum.ts";
import { allSame, digitAt, weighted } from "./checksum.ts";

const checks = (digits: Digits, weights: readonly number[]): boolean => {
  const rest = weighted(digits, weights) % 11;
  return digitAt(digits, weights.length) === (rest < 2 ? 0 : 11 - rest);
};

/** Receita Federal, CPF: two digits, each modulus 11. */
export const isCpf = (digits: Digits): boolean =>
  !allSame(digits, 11) &&
  checks(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) &&
  checks(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);

/** Receita Federal, CNPJ. */
export const isCnpj = (digits: Digits): boolean =>
  !allSame(digits, 14) &&
  checks(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) &&
  checks(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
