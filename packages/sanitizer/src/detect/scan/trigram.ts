import { isDigit } from "./characters.ts";

const BITS = 5;
const CHARACTER = 31;
export const TRIGRAM = 32_767;

/** Three characters of five bits each, so that ASCII letters fold to one case for free. */
export function trigramAt(text: string, start: number): number {
  const first = text.charCodeAt(start) & CHARACTER;
  const second = text.charCodeAt(start + 1) & CHARACTER;
  return (first << (2 * BITS)) | (second << BITS) | (text.charCodeAt(start + 2) & CHARACTER);
}

/**
 * How often a five-bit character stands in log text, per 1,000 characters, roughly: letters in either case, digits on
 * the places of p to y, space and `@` on 0, punctuation between.
 */
const FREQUENCY: readonly number[] = [
  120, 48, 12, 30, 28, 88, 16, 17, 28, 60, 4, 8, 32, 36, 62, 58, 38, 12, 62, 56, 72, 30, 16, 18, 12, 24, 12, 6, 4, 12,
  4, 10,
];

const IN_NUMBER = 1e9;

/**
 * Trigrams far commoner in log text than their characters would make them, of those that stand in somebody's literal;
 * any other one of the same literal announces it as well.
 */
const COMMON: ReadonlySet<number> = new Set(
  (
    "_pa _se acc ack are ass ata atc att aud bas bea blb com cre dev duc ear ecr equ it_ jec ken key liv mag mna mot " +
    "mpa obo odu off oke ook ord pas pat prv pt_ que ret rma sec sms ssw stm swo tat tmp tmt tok uct udi uff uth vel web wor"
  )
    .split(" ")
    .map((trigram) => trigramAt(trigram, 0)),
);
const AVOIDED = 1_000;

const weight = (code: number): number => FREQUENCY[code & CHARACTER] ?? 0;

function costOf(literal: string, start: number): number {
  const last = literal.charCodeAt(start + 2);
  const characters = weight(literal.charCodeAt(start)) * weight(literal.charCodeAt(start + 1)) * weight(last);
  return characters * (isDigit(last) ? IN_NUMBER : 1) * (COMMON.has(trigramAt(literal, start)) ? AVOIDED : 1);
}

/**
 * Where the literal's rarest trigram begins: the rarer, the fewer false candidates. One that ends in a digit only if there is
 * no other: all but the first digit of a number may be left in one step.
 */
export function rarestTrigram(literal: string): number {
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 <= literal.length; i++) {
    const cost = costOf(literal, i);
    if (cost < lowest) {
      lowest = cost;
      best = i;
    }
  }
  return best;
}
