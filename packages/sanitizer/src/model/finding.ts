import type { Action } from "./action.ts";
import type { DetectorName } from "./kind.ts";
import type { Location } from "./location.ts";

/** One thing that was found and what became of it. Holds no value and no part of one. */
export interface Finding {
  readonly detector: DetectorName;
  /** Finer than the detector: `national_id.es_nif`, `api_token.github`. */
  readonly kind: string;
  readonly action: Action;
  /**
   * Where: keys and indices from the outside in; empty for the value itself. A key that held something itself stands here as
   * it was replaced.
   */
  readonly path: readonly (string | number)[];
  /** UTF-16 range in the text as it was given; 0 and 0 where a key or a whole value was judged. */
  readonly start: number;
  readonly end: number;
}

/** What every call gives back besides the value. At most {@link MAX_FINDINGS} are listed; all are counted. */
export interface Outcome {
  /** One shared empty array where nothing was found. */
  readonly findings: readonly Finding[];
  /** A rule asks that the record that holds this is dropped. */
  readonly dropped: boolean;
}

/** A hostile value must not make the list of its findings larger than itself. */
export const MAX_FINDINGS = 10_000;

export interface TextResult extends Outcome {
  /** The same string where nothing was found. */
  readonly text: string;
}

export interface ValueResult extends Outcome {
  /** A full copy: never the caller's object, nothing of it inside. */
  readonly value: unknown;
}

export interface AttributeResult extends ValueResult {
  /** The key as it may pass: a secret used as a key is replaced. */
  readonly key: string;
  /** A rule asks that the attribute goes away whole; `value` is then undefined. */
  readonly removed: boolean;
}

export interface AttributesResult extends Outcome {
  /** A new record; what is to be removed is not in it. */
  readonly attributes: Record<string, unknown>;
}

/** How often one thing happened. Holds no value, no key, no path. */
export interface FindingCount {
  readonly detector: DetectorName;
  readonly location: Location;
  readonly action: Action;
  readonly count: number;
}

/**
 * Why something was replaced unseen: `error` (it could not be read), `depth`, `size` and `length` (a limit was reached).
 */
export type UnseenReason = "error" | "depth" | "size" | "length";

export interface UnseenCount {
  readonly reason: UnseenReason;
  readonly location: Location;
  readonly count: number;
}

/** Since the sanitizer was made; never reset, so that a counter metric can be read from it. */
export interface SanitizerCounts {
  readonly findings: readonly FindingCount[];
  readonly unseen: readonly UnseenCount[];
}
