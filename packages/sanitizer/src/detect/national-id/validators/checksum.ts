/** Values 0–9; may hold more than the id: a validator reads its own first digits. */
export type Digits = Uint8Array;

export const digitAt = (digits: Digits, index: number): number => digits[index] ?? 0;

export const twoAt = (digits: Digits, index: number): number =>
  digitAt(digits, index) * 10 + digitAt(digits, index + 1);

/** At most 15 digits: beyond, a number is not exact. */
export function numberAt(digits: Digits, index: number, count: number): number {
  let value = 0;
  for (let i = index; i < index + count; i++) value = value * 10 + digitAt(digits, i);
  return value;
}

/** Sum of the first digits, each times its weight. */
export function weighted(digits: Digits, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += digitAt(digits, i) * (weights[i] ?? 0);
  return sum;
}

/** `000000000` fulfils most sums. */
export function allSame(digits: Digits, count: number): boolean {
  for (let i = 1; i < count; i++) if (digits[i] !== digits[0]) return false;
  return true;
}

/** ISO/IEC 7812-1, annex B: from the right every second digit counts double. */
export function isLuhn(digits: Digits, from: number, to: number): boolean {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const digit = digitAt(digits, i);
    const doubled = (to - i) % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 11,10: the pure system with one check digit at the end. */
export function isMod1110(digits: Digits, count: number): boolean {
  let product = 10;
  for (let i = 0; i < count - 1; i++) {
    const sum = (digitAt(digits, i) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + digitAt(digits, count - 1)) % 10 === 1;
}
