import type { Visit } from "./visit.ts";
import type { Walker } from "./walker.ts";

/** No number below is a card's: those that begin with 1 (times in milli- and microseconds) are none either. */
const SHORTEST_CARD = 5e11;
const LARGEST_TIMES = 2e12;

const mayBeCard = (size: number): boolean => size >= SHORTEST_CARD && (size < 1e12 || size >= LARGEST_TIMES);

/** A number that is a secret becomes a text; every other one stays a number. */
export function copyNumber({ parts }: Walker, value: number, visit: Visit): number | string {
  if (!parts.everyNumber && !(mayBeCard(value) && Number.isSafeInteger(value))) return value;
  const text = String(value);
  const clean = parts.texts.clean(text, visit);
  return clean === text ? value : clean;
}

export function copyBigInt({ parts }: Walker, value: bigint, visit: Visit): bigint | string {
  const text = String(value);
  const clean = parts.texts.clean(text, visit);
  return clean === text ? value : clean;
}
