import type { DetectorName } from "./kind.ts";
import type { Action } from "./policy.ts";

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

export interface TextResult {
  /** The same string where nothing was found. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

export interface ValueResult {
  /** A full copy: never the caller's object, nothing of it inside. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** A rule asks that the record that holds this value is dropped. */
  readonly dropped: boolean;
}
