import { ACTIONS } from "../model/action.ts";
import type { Action } from "../model/action.ts";
import type { FindingCount, SanitizerCounts, UnseenCount, UnseenReason } from "../model/finding.ts";
import { DETECTORS } from "../model/kind.ts";
import type { DetectorName } from "../model/kind.ts";
import { LOCATIONS } from "../model/location.ts";
import type { Location } from "../model/location.ts";

const REASONS: readonly UnseenReason[] = ["error", "depth", "size", "length"];

const numbered = <T>(names: readonly T[]): ReadonlyMap<T, number> => new Map(names.map((name, i) => [name, i]));
const DETECTOR = numbered<DetectorName>(DETECTORS);
const LOCATION = numbered<Location>(LOCATIONS);
const ACTION = numbered<Action>(ACTIONS);
const REASON = numbered(REASONS);

/** Counts what was done, in one table of numbers per question: bounded, and nothing to allocate on the way. */
export class Counter {
  readonly #findings = new Float64Array(DETECTORS.length * LOCATIONS.length * ACTIONS.length);
  readonly #unseen = new Float64Array(REASONS.length * LOCATIONS.length);

  found(detector: DetectorName, location: Location, action: Action): void {
    const at = ((DETECTOR.get(detector) ?? 0) * LOCATIONS.length + (LOCATION.get(location) ?? 0)) * ACTIONS.length;
    this.#findings[at + (ACTION.get(action) ?? 0)]! += 1;
  }

  unseen(reason: UnseenReason, location: Location): void {
    this.#unseen[(REASON.get(reason) ?? 0) * LOCATIONS.length + (LOCATION.get(location) ?? 0)]! += 1;
  }

  counts(): SanitizerCounts {
    return { findings: [...this.#listFindings()], unseen: [...this.#listUnseen()] };
  }

  *#listFindings(): Iterable<FindingCount> {
    let at = 0;
    for (const detector of DETECTORS) {
      for (const location of LOCATIONS) {
        for (const action of ACTIONS) {
          const count = this.#findings[at++] ?? 0;
          if (count > 0) yield { detector, location, action, count };
        }
      }
    }
  }

  *#listUnseen(): Iterable<UnseenCount> {
    let at = 0;
    for (const reason of REASONS) {
      for (const location of LOCATIONS) {
        const count = this.#unseen[at++] ?? 0;
        if (count > 0) yield { reason, location, count };
      }
    }
  }
}
