import type { FoundRanges } from "../detect/found-ranges.ts";
import type { DetectorName, Kind } from "../model/kind.ts";
import type { Decide } from "../replace/decide.ts";
import { replacementOf } from "../replace/replacement.ts";
import type { Pseudonymise } from "../replace/replacement.ts";
import { KnownClean } from "./known-clean.ts";
import type { Visit } from "./visit.ts";

export interface TextCleanerParts {
  readonly find: (text: string) => FoundRanges | undefined;
  readonly decide: Decide;
  readonly pseudonymise: Pseudonymise;
  /** UTF-16 units. */
  readonly maxStringLength: number;
}

export interface TextOptions {
  /** Findings of this detector are left as they are. */
  readonly skip?: DetectorName | undefined;
}

/** Nothing that any detector looks for is shorter. */
const SHORTEST = 4;
const NO_OPTIONS: TextOptions = Object.freeze({});

/** Finds and replaces in one text. */
export class TextCleaner {
  readonly #parts: TextCleanerParts;
  readonly #known = new KnownClean();

  constructor(parts: TextCleanerParts) {
    this.#parts = parts;
  }

  /** The same string where nothing was found. */
  clean(given: string, visit: Visit, options: TextOptions = NO_OPTIONS): string {
    if (given.length < SHORTEST || this.#known.has(given)) return given;
    if (given.length > this.#parts.maxStringLength) return this.#cut(given, visit, options);
    const found = this.#parts.find(given);
    if (found !== undefined) return this.#replace(given, found, { visit, options });
    this.#known.add(given);
    return given;
  }

  #cut(given: string, visit: Visit, options: TextOptions): string {
    const text = given.slice(0, this.#parts.maxStringLength);
    const found = this.#parts.find(text);
    const clean = found === undefined ? text : this.#replace(text, found, { visit, options });
    return clean + visit.unseen("length");
  }

  #replace(text: string, found: FoundRanges, { visit, options }: Where): string {
    const { decide, pseudonymise } = this.#parts;
    const { ranges, kinds } = found;
    let out = "";
    let from = 0;
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i] as Kind;
      const action = decide(kind);
      if (action === "keep" || kind.detector === options.skip) continue;
      const start = ranges[2 * i] ?? 0;
      const end = ranges[2 * i + 1] ?? 0;
      out += text.slice(from, start) + replacementOf(kind, action, { value: text.slice(start, end), pseudonymise });
      from = end;
      visit.found(kind, action, { start, end });
    }
    return from === 0 ? text : out + text.slice(from);
  }
}

interface Where {
  readonly visit: Visit;
  readonly options: TextOptions;
}
