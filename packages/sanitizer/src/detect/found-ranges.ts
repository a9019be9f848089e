import type { Kind } from "../model/kind.ts";

/** What was found in one text: ascending ranges that do not overlap. */
export interface FoundRanges {
  readonly count: number;
  /** Starts and ends in turn. */
  readonly ranges: readonly number[];
  readonly kinds: readonly Kind[];
}
