import { isIssued } from "./issuers.ts";
import { passesLuhn } from "./luhn.ts";

export const SHORTEST_CARD = 12;
export const LONGEST_CARD = 19;

const GROUPINGS: readonly (readonly number[])[] = [
  [4, 4, 4, 4],
  [4, 4, 4, 4, 1],
  [4, 4, 4, 4, 2],
  [4, 4, 4, 4, 3],
  [4, 4, 4],
  [4, 4, 4, 1],
  [4, 4, 4, 2],
  [4, 4, 4, 3],
  [4, 4, 5],
  [4, 6, 5],
  [4, 6, 4],
  [4, 6, 6],
  [4, 12],
  [4, 4, 8],
  [4, 8, 4],
  [8, 4, 4],
  [8, 8],
  [6, 10],
  [6, 13],
  [6, 6, 4],
  [6, 4, 6],
];

const keyOf = (lengths: ArrayLike<number>, groups: number): number => {
  let key = 0;
  for (let i = 0; i < groups; i++) key = key * 20 + (lengths[i] as number);
  return key;
};

const KEYS: ReadonlySet<number> = new Set(GROUPINGS.map((lengths) => keyOf(lengths, lengths.length)));

export const MAX_CARD_GROUPS = 5;

/** Whether people write card numbers in these groups. One group is a number without separators. */
export const isCardGrouping = (lengths: ArrayLike<number>, groups: number): boolean =>
  groups === 1 || KEYS.has(keyOf(lengths, groups));

/** Whether these digits are a card number: check digit, issuer with length, and not one digit over and over. */
export function isCardNumber(digits: ArrayLike<number>, count: number): boolean {
  if (count < SHORTEST_CARD || count > LONGEST_CARD) return false;
  return passesLuhn(digits, count) && isIssued(digits, count) && !isUniform(digits, count);
}

function isUniform(digits: ArrayLike<number>, count: number): boolean {
  for (let i = 1; i < count; i++) if (digits[i] !== digits[0]) return false;
  return true;
}
