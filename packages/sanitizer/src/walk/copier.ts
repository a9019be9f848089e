import type { KeyClass } from "../model/detector.ts";
import type { DetectorName } from "../model/kind.ts";
import type { Limits } from "../model/limits.ts";
import type { KeyBook, KeyEntry } from "./key-book.ts";
import type { TextCleaner } from "./text-cleaner.ts";
import type { Visit } from "./visit.ts";

/** A rule asks that the key goes away together with its value. */
export const REMOVED: unique symbol = Symbol("removed");

/** What the copies of the several kinds of objects need of the walk that they are part of. */
export interface Copier {
  readonly texts: TextCleaner;
  readonly keys: KeyBook;
  readonly limits: Limits;
  /** Every number is searched, because the policy knows secrets of its own that are numbers. */
  readonly everyNumber: boolean;
  /** A copy of any value; findings of `skip` are left as they are. */
  value(value: unknown, visit: Visit, skip?: DetectorName): unknown;
  /** What stands under a key, judged by the key and by itself; {@link REMOVED} where both are to go. */
  below(entry: Below, value: unknown, visit: Visit): unknown;
}

/** What a key says of the value below it. */
export type Below = Pick<KeyEntry, "keyClass" | "skip">;

export const belowNothing: Below = Object.freeze({ keyClass: undefined, skip: undefined });

export const belowClass = (keyClass: KeyClass | undefined): Below =>
  keyClass === undefined ? belowNothing : { keyClass, skip: undefined };
