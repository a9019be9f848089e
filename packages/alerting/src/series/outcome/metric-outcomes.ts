import type { MetricPoint } from "@jobscope/otlp";
import {
  ATTR_ERROR_TYPE,
  ATTR_JOB_RUN_RESULT,
  ATTR_JOB_SLOT_MISSED_CAUSE,
  JOB_SLOT_MISSED_CAUSES,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
  isOneOf,
} from "@jobscope/semconv";
import type { InstanceKey } from "@jobscope/tracker";

import type { FactBook } from "./fact-book.ts";
import type { JobEntry } from "./job-entry.ts";
import type { FailedRun, LastOutcome } from "./job-view.ts";
import { LIMITS } from "./limits.ts";
import type { Increment } from "./metric-increment.ts";
import { textAttribute } from "./metric-point.ts";
import { type MetricRow, newMetricRow, noteFailed, setStreak } from "./metric-row.ts";
import { sortTroubles } from "./take-job.ts";
import { keepNewest } from "./take-run.ts";

/** Outcomes that one point may add one by one. */
const MAX_PER_POINT = 1000;
const FAILED = new Set(["failure", "error", "timeout"]);

interface At {
  readonly key: string;
  readonly instanceKey: InstanceKey;
  /** Event time. */
  readonly timeMs: number;
  readonly receivedMs: number;
}

type Counting = At & { readonly point: MetricPoint; readonly increment: Increment };
type Telling = At & { readonly value: number | undefined };

/** Writes what metrics tell of outcomes into the entries of jobs. */
export class MetricOutcomes {
  readonly #book: FactBook;
  readonly #known = new Map<string, MetricRow>();

  constructor(book: FactBook) {
    this.#book = book;
  }

  newestMs(entry: JobEntry): number {
    return this.#known.get(entry.id)?.newestMs ?? 0;
  }

  get jobs(): number {
    return this.#known.size;
  }

  expire(): void {
    for (const id of this.#known.keys()) {
      if (this.#book.jobs.get(id)?.source !== "metrics") this.#known.delete(id);
    }
  }

  /** Runs that ended since the last point, by their result. */
  ended(entry: JobEntry, counting: Counting): void {
    const known = this.#note(entry, counting);
    const { increment, point, timeMs } = counting;
    const result = textAttribute(point.attributes, ATTR_JOB_RUN_RESULT);
    if (increment.count <= 0) return;
    if (result === "success") {
      this.#addGood(entry, counting);
    } else if (FAILED.has(result)) {
      this.#addBad(entry, counting);
      noteFailed(known, { timeMs, count: increment.count });
    } else return;
    this.#recover(entry, timeMs);
    setStreak(entry, known, timeMs);
    entry.outcomes.trim(counting.receivedMs - this.#book.needs.runsMs);
  }

  missed(entry: JobEntry, counting: Counting): void {
    this.#note(entry, counting);
    const { increment, point, timeMs, key } = counting;
    // After a restart streams are read back one by one: it may have run again since.
    if (increment.count <= 0 || timeMs < (entry.lastOnTimeMs ?? 0)) return;
    const cause = textAttribute(point.attributes, ATTR_JOB_SLOT_MISSED_CAUSE);
    const slotKey = `${key}@${timeMs}`;
    entry.slots.set(slotKey, {
      slotKey,
      kind: "missed",
      instantMs: timeMs,
      untilMs: timeMs,
      count: increment.count,
      ...(isOneOf(JOB_SLOT_MISSED_CAUSES, cause) && { cause }),
    });
    sortTroubles(entry);
  }

  failing(entry: JobEntry, telling: Telling): void {
    const known = this.#note(entry, telling);
    const { key, value, timeMs } = telling;
    if (value === undefined || timeMs < (known.told.get(key)?.timeMs ?? 0)) return;
    known.told.set(key, { count: value, timeMs });
    setStreak(entry, known, timeMs);
  }

  active(entry: JobEntry, telling: Telling): void {
    this.#note(entry, telling);
    const { key, value, instanceKey } = telling;
    if (value === undefined) return;
    if (value <= 0) entry.openRuns.delete(key);
    else {
      const run = { runKey: key, runId: "", traceId: "", instanceKey, startMs: value * 1000, inDoubt: false };
      entry.openRuns.set(key, run);
    }
  }

  succeeded(entry: JobEntry, telling: Telling): void {
    this.#note(entry, telling);
    const endMs = (telling.value ?? 0) * 1000;
    if (endMs > (entry.lastSuccess?.endMs ?? 0)) entry.lastSuccess = outcome("success", endMs);
  }

  /** The process says that the stream ends. */
  end(entry: JobEntry, key: string, metric: string): void {
    if (metric === METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME) entry.openRuns.delete(key);
    if (metric === METRIC_JOB_RUN_CONSECUTIVE_FAILURES) this.#known.get(entry.id)?.told.delete(key);
  }

  #note(entry: JobEntry, { timeMs }: At): MetricRow {
    let known = this.#known.get(entry.id);
    if (known === undefined) this.#known.set(entry.id, (known = newMetricRow()));
    known.newestMs = Math.max(known.newestMs, timeMs);
    return known;
  }

  #addGood(entry: JobEntry, { increment, timeMs }: Counting): void {
    const { count, sum } = increment;
    for (let index = 0; index < Math.min(count, MAX_PER_POINT); index += 1) entry.outcomes.addGood(timeMs);
    // Their mean stands for each of the runs between two points.
    const durationMs = (sum / count) * 1000;
    const { durations: max } = this.#book.needs;
    for (let index = 0; index < Math.min(count, max); index += 1) {
      keepNewest(entry.durations, { runKey: "", endMs: timeMs, durationMs }, max);
    }
    const good = outcome("success", timeMs);
    noteNewest(entry, good);
    if (timeMs > (entry.lastSuccess?.endMs ?? 0)) entry.lastSuccess = good;
  }

  #addBad(entry: JobEntry, { increment, timeMs, key, point }: Counting): void {
    const { errors } = this.#book.serviceOf(entry.serviceId, entry.service);
    const count = Math.min(increment.count, MAX_PER_POINT);
    for (let index = 0; index < count; index += 1) {
      const runKey = `${key}@${timeMs}#${index}`;
      entry.outcomes.addBad(runKey, timeMs);
      errors.addFailure({ runKey, owners: [], atMs: timeMs, counts: true });
    }
    errors.trim(timeMs - this.#book.needs.errorsMs);
    this.#book.followers.touch("spikes", entry.serviceId);
    const errorType = textAttribute(point.attributes, ATTR_ERROR_TYPE);
    const failure: FailedRun = {
      runKey: "",
      runId: "",
      traceId: "",
      errorType,
      errorMessage: "",
      endMs: timeMs,
      lost: false,
    };
    keepNewest(entry.failures, failure, LIMITS.failuresPerJob);
    noteNewest(entry, outcome("failure", timeMs));
  }

  /** Runs again: what was missed before is over. */
  #recover(entry: JobEntry, timeMs: number): void {
    for (const [key, { untilMs }] of entry.slots) if (untilMs < timeMs) entry.slots.delete(key);
    entry.lastOnTimeMs = Math.max(timeMs, entry.lastOnTimeMs ?? 0);
    sortTroubles(entry);
  }
}

const outcome = (state: "success" | "failure", endMs: number): LastOutcome => ({ runKey: "", runId: "", state, endMs });

function noteNewest(entry: JobEntry, ended: LastOutcome): void {
  if (ended.endMs >= (entry.newest?.endMs ?? 0)) entry.newest = ended;
}
