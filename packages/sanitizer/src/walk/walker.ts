import type { KeyClass } from "../model/detector.ts";
import type { DetectorName, Kind } from "../model/kind.ts";
import type { Limits } from "../model/limits.ts";
import type { Decide } from "../replace/decide.ts";
import { replacementOf } from "../replace/replacement.ts";
import type { Pseudonymise } from "../replace/replacement.ts";
import { copyArray } from "./copy-array.ts";
import { copyRecord } from "./copy-record.ts";
import { copySpecial } from "./copy-special.ts";
import { judgeValue } from "./judge-value.ts";
import type { Verdict } from "./judge-value.ts";
import type { KeyBook, KeyEntry } from "./key-book.ts";
import { copyBigInt, copyNumber } from "./numbers.ts";
import { UNREADABLE } from "./read.ts";
import type { TextCleaner } from "./text-cleaner.ts";
import type { Visit } from "./visit.ts";

/** A rule asks that the key goes away together with its value. */
export const REMOVED: unique symbol = Symbol("removed");

export interface WalkerParts {
  readonly texts: TextCleaner;
  readonly keys: KeyBook;
  readonly decide: Decide;
  readonly pseudonymise: Pseudonymise;
  readonly limits: Limits;
  /** Every number is searched, because the policy knows secrets of its own that are numbers. */
  readonly everyNumber: boolean;
}

/** Makes a full copy of a value without what the policy forbids. What cannot be read is replaced: nothing passes unseen. */
export class Walker {
  readonly parts: WalkerParts;

  constructor(parts: WalkerParts) {
    this.parts = parts;
  }

  value(value: unknown, visit: Visit, skip?: DetectorName): unknown {
    switch (typeof value) {
      case "string":
        return this.parts.texts.clean(value, visit, skip && { skip });
      case "number":
        return copyNumber(this, value, visit);
      case "object":
        return value === null ? null : this.object(value, visit);
      case "bigint":
        return copyBigInt(this, value, visit);
      case "symbol":
        if (value === UNREADABLE) return visit.unseen("error");
        return Symbol(this.parts.texts.clean(value.description ?? "", visit));
      case "function":
        return "[Function]";
      case "boolean":
      case "undefined":
        return value;
    }
  }

  /** What stands under a key, judged by the key and by itself; {@link REMOVED} where both are to go. */
  below({ keyClass, skip }: Pick<KeyEntry, "keyClass" | "skip">, value: unknown, visit: Visit): unknown {
    if (keyClass === undefined) return this.value(value, visit, skip);
    switch (safely(keyClass, value)) {
      case "whole":
        return this.#whole(keyClass.kind, value, visit);
      case "elements":
        return this.object(value as object, visit, keyClass);
      case "search":
        return this.value(value, visit, skip);
    }
  }

  /** A copy of an object of any kind; the elements of an array are judged by `keyClass`, if one is given. */
  object(value: object, visit: Visit, keyClass?: KeyClass): unknown {
    const { ancestors, depth } = visit;
    if (ancestors.length >= this.parts.limits.maxDepth) return visit.unseen("depth");
    if (ancestors.includes(value)) return "[Circular]";
    ancestors.push(value);
    try {
      return this.#copy(value, visit, keyClass);
    } catch {
      visit.depth = depth;
      return visit.unseen("error");
    } finally {
      ancestors.pop();
    }
  }

  /** A record of attributes; those in `exempt` pass unseen if they are no objects. */
  record(given: object, visit: Visit, exempt: ReadonlySet<string> | undefined): Record<string, unknown> {
    visit.ancestors.push(given);
    try {
      return copyRecord(this, given, visit, { exempt }) as Record<string, unknown>;
    } catch {
      visit.depth = 0;
      return { [visit.unseen("error")]: visit.unseen("error") };
    }
  }

  #copy(value: object, visit: Visit, keyClass: KeyClass | undefined): unknown {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return copyRecord(this, value, visit);
    if (Array.isArray(value)) return copyArray(this, value, { visit, keyClass });
    return copySpecial(this, value, visit);
  }

  #whole(kind: Kind, value: unknown, visit: Visit): unknown {
    const { decide, pseudonymise } = this.parts;
    const action = decide(kind);
    visit.found(kind, action);
    if (action === "remove") return REMOVED;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") return kind.mask;
    return replacementOf(kind, action, { value: String(value), pseudonymise });
  }
}

/** Whether a proxy is an array, nobody can ask once it is revoked. */
function safely(keyClass: KeyClass, value: unknown): Verdict {
  try {
    return judgeValue(keyClass, value);
  } catch {
    return "whole";
  }
}
