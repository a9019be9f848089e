import type { Copier } from "./copier.ts";
import type { Visit } from "./visit.ts";

/** No number below is a card's: those that begin with 1 (times in milli- and microseconds) are none either. */
const SHORTEST_CARD = 5e11;
const LARGEST_TIMES = 2e12;

const mayBeCard = (size: number): boolean => size >= SHORTEST_CARD && (size < 1e12 || size >= LARGEST_TIMES);

/** A number that is a secret becomes a text; every other one stays a number. */
export function copyNumber(copier: Copier, value: number, visit: Visit): number | string {
  if (!copier.everyNumber && !(mayBeCard(value) && Number.isSafeInteger(value))) return value;
  const text = String(value);
  const clean = copier.texts.clean(text, visit);
  return clean === text ? value : clean;
}

export function copyBigInt(copier: Copier, value: bigint, visit: Visit): bigint | string {
  const text = String(value);
  const clean = copier.texts.clean(text, visit);
  return clean === text ? value : clean;
}
