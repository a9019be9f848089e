import type { KeyClass } from "../model/detector.ts";
import type { DetectorName, Kind } from "../model/kind.ts";
import type { Limits } from "../model/limits.ts";
import type { Decide } from "../replace/decide.ts";
import { replacementOf } from "../replace/replacement.ts";
import type { Pseudonymise } from "../replace/replacement.ts";
import { REMOVED } from "./copier.ts";
import type { Below, Copier } from "./copier.ts";
import { copyArray } from "./copy-array.ts";
import { copyBigInt, copyNumber } from "./copy-number.ts";
import { copyPlain, copyRecord } from "./copy-record.ts";
import { copySpecial } from "./copy-special.ts";
import { judgeBelow } from "./judge-below.ts";
import type { Verdict } from "./judge-below.ts";
import type { KeyBook } from "./key-book.ts";
import { UNREADABLE } from "./read.ts";
import type { Readable } from "./read.ts";
import type { TextCleaner } from "./text-cleaner.ts";
import type { Visit } from "./visit.ts";

export interface WalkerParts {
  readonly texts: TextCleaner;
  readonly keys: KeyBook;
  readonly decide: Decide;
  readonly pseudonymise: Pseudonymise;
  readonly limits: Limits;
  readonly everyNumber: boolean;
}

/** Makes a full copy of a value without what the policy forbids. What cannot be read is replaced: nothing passes unseen. */
export class Walker implements Copier {
  readonly texts: TextCleaner;
  readonly keys: KeyBook;
  readonly limits: Limits;
  readonly everyNumber: boolean;
  readonly #decide: Decide;
  readonly #pseudonymise: Pseudonymise;

  constructor({ texts, keys, decide, pseudonymise, limits, everyNumber }: WalkerParts) {
    this.texts = texts;
    this.keys = keys;
    this.limits = limits;
    this.everyNumber = everyNumber;
    this.#decide = decide;
    this.#pseudonymise = pseudonymise;
  }

  value(value: unknown, visit: Visit, skip?: DetectorName): unknown {
    switch (typeof value) {
      case "string":
        return this.texts.clean(value, visit, skip && { skip });
      case "number":
        return copyNumber(this, value, visit);
      case "object":
        return value === null ? null : this.#object(value, visit);
      case "bigint":
        return copyBigInt(this, value, visit);
      case "symbol":
        return this.#symbol(value, visit);
      case "function":
        return "[Function]";
      default:
        return value;
    }
  }

  below({ keyClass, skip }: Below, value: unknown, visit: Visit): unknown {
    if (keyClass === undefined) return this.value(value, visit, skip);
    switch (judgeSafely(keyClass, value)) {
      case "whole":
        return this.#whole(keyClass.kind, value, visit);
      case "elements":
        return this.#object(value as object, visit, keyClass);
      case "search":
        return this.value(value, visit, skip);
    }
  }

  /** A record of attributes; those in `exempt` pass unseen if they are no objects. */
  record(given: object, visit: Visit, exempt: ReadonlySet<string> | undefined): Record<string, unknown> {
    visit.ancestors.push(given);
    try {
      return copyRecord(this, given, { visit, exempt });
    } catch {
      visit.depth = 0;
      return { [visit.unseen("error")]: visit.unseen("error") };
    }
  }

  /** A copy of an object of any kind; its parts are judged by `keyClass`, if one is given. */
  #object(value: object, visit: Visit, keyClass?: KeyClass): unknown {
    const { ancestors, depth } = visit;
    if (ancestors.length >= this.limits.maxDepth) return visit.unseen("depth");
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

  #copy(value: object, visit: Visit, keyClass: KeyClass | undefined): unknown {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && Array.isArray(value)) return copyArray(this, value, { visit, keyClass });
    const isPlain = prototype === Object.prototype || prototype === null;
    if (isPlain && !Object.hasOwn(value, "toJSON")) return copyPlain(this, value as Readable, { visit, keyClass });
    return keyClass === undefined ? copySpecial(this, value, visit) : keyClass.kind.mask;
  }

  #whole(kind: Kind, value: unknown, visit: Visit): unknown {
    const action = this.#decide(kind);
    if (action === "keep") return this.value(value, visit);
    visit.found(kind, action);
    if (action === "remove") return REMOVED;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") return kind.mask;
    return replacementOf(kind, action, { value: String(value), pseudonymise: this.#pseudonymise });
  }

  #symbol(value: symbol, visit: Visit): unknown {
    if (value === UNREADABLE) return visit.unseen("error");
    return Symbol(this.texts.clean(value.description ?? "", visit));
  }
}

/** Whether a proxy is an array, nobody can ask once it is revoked. */
function judgeSafely(keyClass: KeyClass, value: unknown): Verdict {
  try {
    return judgeBelow(keyClass, value);
  } catch {
    return "whole";
  }
}
