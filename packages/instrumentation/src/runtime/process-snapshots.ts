import type { JobRunResult } from "@jobscope/semconv";
import {
  ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT,
  ATTR_JOB_PROCESS_DROPPED_RECORDS,
  ATTR_JOB_PROCESS_LONGEST_BLOCK,
  ATTR_PROCESS_MEMORY_USAGE,
  ATTR_V8JS_HEAP_USED,
  EVENT_METRICS_SNAPSHOT,
  JOB_RUN_RESULTS,
  RUNS_ATTRIBUTES,
} from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import { activeRuns } from "../record/active-runs.ts";
import { drops } from "../record/drops.ts";
import { emitRecord } from "../record/event.ts";
import { guarded } from "../record/guard.ts";
import { processMemory } from "../record/process-memory.ts";
import type { Timer } from "../record/real-clock.ts";
import { cancel, every } from "../record/real-clock.ts";
import { runCounts } from "../record/run-counts.ts";
import type { BlockReader } from "./event-loop.ts";

/** One log record per metric interval with the measurements of the process, for whoever reads logs and no metrics. */
export class ProcessSnapshots {
  readonly #longestBlock: BlockReader;
  readonly #timer: Timer;
  #counted: Readonly<Record<JobRunResult, number>> = { ...runCounts };

  constructor(longestBlock: BlockReader, intervalMs: number) {
    this.#longestBlock = longestBlock;
    this.#timer = every(intervalMs, () => guarded("a process snapshot", () => this.#take()));
  }

  /** With what happened since the last one. */
  stop(): void {
    cancel(this.#timer);
    guarded("a process snapshot", () => this.#take());
  }

  #take(): void {
    const { rss, heapUsed } = processMemory();
    const attributes: Attributes = {
      [ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT]: activeRuns.size,
      [ATTR_JOB_PROCESS_DROPPED_RECORDS]: drops.total,
      [ATTR_JOB_PROCESS_LONGEST_BLOCK]: this.#longestBlock(),
      [ATTR_PROCESS_MEMORY_USAGE]: rss,
      [ATTR_V8JS_HEAP_USED]: heapUsed,
    };
    for (const result of JOB_RUN_RESULTS) {
      attributes[RUNS_ATTRIBUTES[result]] = runCounts[result] - this.#counted[result];
    }
    this.#counted = { ...runCounts };
    emitRecord({ severity: "info", category: "metrics", event: EVENT_METRICS_SNAPSHOT, attributes });
  }
}
