import type { DetectorName, Kind } from "./kind.ts";

/** What the policy says of a key: an attribute's, a map's, or the left side of `key=value` in a text. */
export interface KeyClass {
  readonly kind: Kind;
  /**
   * A weak word (`session`, `auth`, `pin`) is sensitive only above a text: a number or an object below it is looked
   * into instead of replaced.
   */
  readonly weak: boolean;
}

/** One string while it is scanned, as detectors see it. */
export interface Scan {
  readonly text: string;
  /** End of the last report: a look behind stops here, for what lies before is spoken for. */
  readonly floor: number;
  /** Marks `[start, end)`. Below {@link floor} and empty ranges are cut off; reports come in ascending order. */
  report(kind: Kind, start: number, end: number): void;
  /** Marks a range that others are still to look before: what the scan finds on its way stays, whatever is marked here. */
  reportAhead(kind: Kind, start: number, end: number): void;
  /** Says that what stands before `end` is no business of anybody, and gives `end` back. */
  leave(end: number): number;
  /** Class of the identifier `[start, end)`; cached. */
  keyClass(start: number, end: number): KeyClass | undefined;
}

/** Nothing was found: the scan goes on with the next character. */
export const GO_ON = 0;

/**
 * Looks at one candidate. `[start, end)` is the anchor's literal or the one character. Gives back the index from which
 * to go on, or {@link GO_ON}. Looks behind at most 64 and ahead at most a bounded number of characters, or consumes
 * what it looked at: else a hostile text makes the scan quadratic.
 */
export type Look = (scan: Scan, start: number, end: number) => number;

/** Literals that make the scan call `look`. At least three ASCII characters each. */
export interface Anchor {
  readonly literals: readonly string[];
  /** Default: ASCII letters match in either case. */
  readonly caseSensitive?: true;
  /** How many characters before the literal a report may begin; counts only where the detector is certain. Default 0. */
  readonly reach?: number;
  readonly look: Look;
}

/** Most digits one run is read for; a longer run is nobody's. */
export const MAX_RUN_DIGITS = 40;

/**
 * Digits that stand together, read once for all who care about numbers: `4111 1111 1111 1111`, `123-45-6789`. Between two
 * digits stands at most one separator. The object is reused for the next run: copy what must stay.
 */
export interface DigitRun {
  /** Of the first digit. */
  readonly start: number;
  /** Behind the last digit. */
  readonly end: number;
  /** How many; at most {@link MAX_RUN_DIGITS}. */
  readonly count: number;
  /** Values 0–9. */
  readonly digits: Uint8Array;
  /** Place in the text of each digit. */
  readonly at: Int32Array;
  readonly groups: number;
  /** Digits of each group between separators. */
  readonly groupLengths: Uint8Array;
  /** Character code of the one separator in use, 0 for none, -1 for several different ones. */
  readonly separator: number;
}

/** Judges a run of digits that no letter precedes; result as of {@link Look}. */
export type NumberLook = (scan: Scan, run: DigitRun) => number;

/**
 * Judges a word that begins with one to six letters and goes on with a digit (`DE89…`, `X1234567L`, `RSSMRA85…`).
 * `[start, digit)` are the letters; result as of {@link Look}.
 */
export type CodeLook = (scan: Scan, start: number, digit: number) => number;

/** What one detector adds to the scan. Of two that want the same character the first in the list is asked. */
export interface Detector {
  /** `masked` finds nothing. */
  readonly name: DetectorName | "masked";
  readonly anchors?: readonly Anchor[];
  /**
   * Its anchors are found wherever they stand: in what another detector went over without finding anything, and across the
   * edges of what another one found.
   */
  readonly certain?: true;
  /** One of `@` `:` and so on; digits, `:`, `%`, `&`, `\` and what is not ASCII belong to the scan itself. */
  readonly characters?: { readonly of: string; readonly look: Look };
  readonly numbers?: readonly NumberLook[];
  readonly codes?: readonly CodeLook[];
  /** Asked at a colon that stands beside digits, which most colons do not; of several detectors the first is asked. */
  readonly colon?: Look;
}
