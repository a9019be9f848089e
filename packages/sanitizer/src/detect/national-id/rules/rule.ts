import type { DigitRun } from "../../../model/detector.ts";
import type { Kind } from "../../../model/kind.ts";
import { kindOf } from "../../../model/kind.ts";
import { foldWord } from "../context/fold-word.ts";
import type { Digits } from "../validators/checksum.ts";

/**
 * Digits in groups, as written: `3-2-4`, `9`, `3 3 4`. Typographic spaces and hyphens count as plain ones. A run of digits
 * never has a space beside another separator. No group is longer than 15
 * digits where there is more than one.
 */
export type Layout = string;

export interface Told {
  readonly kind: Kind;
  /** Words of which one must be near where the id does not stand alone; without accents, in lower case, joined: `taxid`. */
  readonly words: ReadonlySet<string>;
  /** No check digit confirms it: it does not stand alone behind a word like `order` or `sku`. */
  readonly unchecked?: true;
}

/** An id of digits alone. */
export interface NumberRule extends Told {
  /** Layouts that are enough evidence with a valid number. */
  readonly alone: readonly Layout[];
  /** Layouts that an ordinary number has as well. */
  readonly told: readonly Layout[];
  readonly valid: (digits: Digits) => boolean;
  /** What a valid number in an `alone` layout must fulfil besides, to stand alone. */
  readonly unmistakable?: (digits: Digits) => boolean;
}

/** Where an id of digits and letters stands; reused. */
export interface Found {
  start: number;
  end: number;
  /** Written as officially: upper case, canonical separators. Nothing else stands alone. */
  canonical: boolean;
}

/** What a mixed rule reads: digits of the run in the layout, and the letters about them. */
export interface MixedInput {
  readonly text: string;
  readonly run: DigitRun;
  /** Behind the last digit of the layout. */
  readonly digitsEnd: number;
  /** Look behind stops here. */
  readonly floor: number;
}

/** An id that begins with digits or has a separator between its letters and its digits. */
export interface MixedRule extends Told {
  readonly layouts: readonly Layout[];
  /** Fills `found` and says true if a valid id is there. */
  readonly read: (input: MixedInput, found: Found) => boolean;
}

/** An id that begins with letters and goes on with a digit at once. */
export interface CodeRule extends Told {
  readonly letters: number;
  /** End of the valid id at `start`, or 0. */
  readonly read: (text: string, start: number) => number;
  /** In which case of its letters it is enough evidence by itself. */
  readonly alone: "any case" | "upper case" | "never";
}

const upperAlphanumerics = (value: string): string => value.toUpperCase().replaceAll(/[^0-9A-Z]/gu, "");

export const nationalId = (name: string): Kind =>
  kindOf("national_id", `national_id.${name}`, {
    canonical: upperAlphanumerics,
    // Four characters: no number, and no code, is found in so few.
    partial: (value) => `****${upperAlphanumerics(value).slice(-4)}`,
  });

/** Whoever says one of these means some state's number. */
const ANY_STATE = [
  "nationalid",
  "nationalidno",
  "nationalidnumber",
  "nationalidentity",
  "nationalidentitynumber",
  "nationalidentifier",
  "nationalidentification",
  "nationalnumber",
  "identitynumber",
  "identitycard",
  "identificationnumber",
  "personalidentitynumber",
  "personalid",
  "personalidnumber",
  "personalnumber",
  "citizenid",
  "govid",
  "governmentid",
  "taxid",
  "taxidno",
  "taxidnumber",
  "taxnumber",
  "taxidentification",
  "taxpayer",
  "taxpayerid",
  "tin",
  "idnumber",
  "idcard",
];

/** Words for an id that one in fifty ordinary numbers or fewer would fulfil: its own, and what any state's is called. */
export const words = (...own: readonly string[]): ReadonlySet<string> => new Set([...ANY_STATE, ...own.map(foldWord)]);

/**
 * Words for an id that one number in ten fulfils: its own alone, or behind `national id` every number with a typing error
 * would be somebody's.
 */
export const ownWords = (...own: readonly string[]): ReadonlySet<string> => new Set(own.map(foldWord));
