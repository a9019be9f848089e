import { ACTIONS } from "../model/action.ts";
import type { Action } from "../model/action.ts";
import type { FindingCount, SanitizerCounts, UnseenCount, UnseenReason } from "../model/finding.ts";
import { DETECTORS } from "../model/kind.ts";
import type { DetectorName } from "../model/kind.ts";
import { LOCATIONS } from "../model/location.ts";
import type { Location } from "../model/location.ts";

const REASONS: readonly UnseenReason[] = ["error", "depth", "size", "length"];

/** A plain object, for it is read for every finding, and faster than a map. */
const numbered = <T extends string>(names: readonly T[]): Readonly<Record<T, number>> =>
  Object.fromEntries(names.map((name, i) => [name, i])) as Record<T, number>;
const DETECTOR = numbered<DetectorName>(DETECTORS);
const LOCATION = numbered<Location>(LOCATIONS);
const ACTION = numbered<Action>(ACTIONS);
const REASON = numbered(REASONS);

/** Counts what was done, in one table of numbers per question: bounded, and nothing to allocate on the way. */
export class Counter {
  readonly #findings = new Float64Array(DETECTORS.length * LOCATIONS.length * ACTIONS.length);
  readonly #unseen = new Float64Array(REASONS.length * LOCATIONS.length);

  found(detector: DetectorName, location: Location, action: Action): void {
    const at = (DETECTOR[detector] * LOCATIONS.length + LOCATION[location]) * ACTIONS.length;
    countAt(this.#findings, at + ACTION[action]);
  }

  unseen(reason: UnseenReason, location: Location): void {
    countAt(this.#unseen, REASON[reason] * LOCATIONS.length + LOCATION[location]);
  }

  counts(): SanitizerCounts {
    const places = DETECTORS.flatMap((detector) => LOCATIONS.map((location) => ({ detector, location })));
    const findings = places.flatMap((place) =>
      ACTIONS.map((action): Omit<FindingCount, "count"> => ({ ...place, action })),
    );
    const unseen = REASONS.flatMap((reason) =>
      LOCATIONS.map((location): Omit<UnseenCount, "count"> => ({ reason, location })),
    );
    return { findings: counted(findings, this.#findings), unseen: counted(unseen, this.#unseen) };
  }
}

function countAt(table: Float64Array, at: number): void {
  table[at] = (table[at] ?? 0) + 1;
}

/** What happened at all, with its count; `rows` stand in the order of the table. */
const counted = <Row extends object>(rows: readonly Row[], table: Float64Array): (Row & { readonly count: number })[] =>
  rows.map((row, at) => ({ ...row, count: table[at] ?? 0 })).filter(({ count }) => count > 0);
