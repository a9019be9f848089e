import type { Action } from "../model/action.ts";
import { MAX_FINDINGS } from "../model/finding.ts";
import type { Finding, Outcome, UnseenReason } from "../model/finding.ts";
import type { Kind } from "../model/kind.ts";
import type { Location } from "../model/location.ts";
import type { Counter } from "./counter.ts";

const NO_PATH: Finding["path"] = Object.freeze([]);
const NONE: readonly Finding[] = Object.freeze([]);

/** What one call found so far, and where in the value it stands. */
export class Visit implements Outcome {
  readonly #counter: Counter;
  readonly location: Location;
  dropped = false;
  /** Keys and indices from the outside in; only the first {@link depth} count. */
  readonly path: (string | number)[] = [];
  depth = 0;
  /** Keys, elements and leaves so far. */
  nodes = 0;
  /** The objects around the one that is being copied. */
  readonly ancestors: object[] = [];
  #findings: Finding[] | undefined;

  constructor(counter: Counter, location: Location) {
    this.#counter = counter;
    this.location = location;
  }

  get findings(): readonly Finding[] {
    return this.#findings ?? NONE;
  }

  found(kind: Pick<Kind, "detector" | "name">, action: Action, range: Range = NOWHERE): void {
    const { start, end, location = this.location } = range;
    this.#counter.found(kind.detector, location, action);
    if (action === "drop") this.dropped = true;
    this.#findings ??= [];
    if (this.#findings.length >= MAX_FINDINGS) return;
    const path = this.depth === 0 ? NO_PATH : this.path.slice(0, this.depth);
    this.#findings.push({ detector: kind.detector, kind: kind.name, action, path, start, end });
  }

  /** Counts what was found in a key itself. */
  foundInKey(findings: readonly Finding[]): void {
    for (const { detector, kind, action, start, end } of findings) {
      this.found({ detector, name: kind }, action, { start, end, location: "key" });
    }
  }

  unseen(reason: UnseenReason): string {
    this.#counter.unseen(reason, this.location);
    return UNSEEN[reason];
  }
}

export interface Range {
  readonly start: number;
  readonly end: number;
  readonly location?: Location;
}

const NOWHERE: Range = Object.freeze({ start: 0, end: 0 });

const UNSEEN: Readonly<Record<UnseenReason, string>> = {
  error: "[REDACTED:error]",
  depth: "[REDACTED:depth]",
  size: "[REDACTED:size]",
  length: "[REDACTED:length]",
};
