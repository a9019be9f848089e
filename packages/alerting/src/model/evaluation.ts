import type { Labels, LabelsKey } from "./labels.ts";

/** What is known about the runs, or the data, behind an alert: for messages and links, never for identity. */
export interface Evidence {
  readonly jobId?: string;
  readonly serviceId?: string;
  readonly instanceKey?: string;
  /** The newest run that speaks for the alert. */
  readonly runKey?: string;
  readonly runId?: string;
  readonly traceId?: string;
  readonly errorType?: string;
  /** Sanitized. */
  readonly errorMessage?: string;
  readonly lastGoodMs?: number;
  /** When what holds began, and when it was last seen, event time. */
  readonly firstMs?: number;
  readonly lastMs?: number;
  /** How often it happened since it began: failures, errors, missed starts; never how many jobs, services or samples it is about. */
  readonly count?: number;
  /** One sentence for people: what was found, with its figures. */
  readonly finding?: string;
}

/** One label set for which a rule's condition holds. */
export interface Sample {
  /** {@link labelsKey} of {@link labels}. */
  readonly key: LabelsKey;
  readonly labels: Labels;
  readonly value: number;
  /** Facts that may change while the alert fires: read by inhibition and silences, never part of its identity. */
  readonly traits?: Labels;
  readonly evidence?: Evidence;
  /** Since when it holds, event time, where the data says so: an alert with `for: 0` fires as of then. */
  readonly sinceMs?: number;
}

/** `series`: its data is gone, others of its source are not. `source`: nothing comes from its source. */
export type Missing = "series" | "source";

/** Why a condition does not hold any more, where it is worth telling. */
export interface Cleared {
  readonly reason: string;
  /** The good run by which it ended: the run of the evidence stays the one that failed. */
  readonly goodRunKey?: string;
  readonly evidence?: Evidence;
  /** Event time. */
  readonly atMs?: number;
}

/** What one look at a rule gave. */
export interface Evaluation {
  readonly atMs: number;
  /** Keys that were judged, `"all"` on the grid; the others stay as they are. */
  readonly judged: "all" | ReadonlySet<LabelsKey>;
  readonly holding: readonly Sample[];
  readonly missing: ReadonlyMap<LabelsKey, Missing>;
  /** Only for keys that do not hold; not every one is named. */
  readonly cleared: ReadonlyMap<LabelsKey, Cleared>;
  /** The rule could not be evaluated: nothing of the rest counts. */
  readonly error?: string;
}
