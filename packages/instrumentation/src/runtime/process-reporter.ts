import { performance } from "node:perf_hooks";

import type { JobProcessStopReason } from "@jobscope/semconv";
import {
  ATTR_JOB_PROCESS_ACTIVE_RUNS,
  ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT,
  ATTR_JOB_PROCESS_BOOT_ID,
  ATTR_JOB_PROCESS_DROPPED_RECORDS,
  ATTR_JOB_PROCESS_FOUND_DEAD,
  ATTR_JOB_PROCESS_HEARTBEAT_INTERVAL,
  ATTR_JOB_PROCESS_HEARTBEAT_SEQUENCE,
  ATTR_JOB_PROCESS_KERNEL_START_TIME,
  ATTR_JOB_PROCESS_LONGEST_BLOCK,
  ATTR_JOB_PROCESS_PID_NAMESPACE,
  ATTR_JOB_PROCESS_START_TIME,
  ATTR_JOB_PROCESS_STOP_REASON,
  ATTR_PROCESS_PID,
  EVENT_JOB_PROCESS_HEARTBEAT,
  EVENT_JOB_PROCESS_START,
  EVENT_JOB_PROCESS_STOP,
  MAX_LISTED_ACTIVE_RUNS,
} from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import { activeRuns } from "../record/active-runs.ts";
import { drops } from "../record/drops.ts";
import { emitRecord } from "../record/event.ts";
import { guarded } from "../record/guard.ts";
import type { Timer } from "../record/real-clock.ts";
import { cancel, every, isoInstant } from "../record/real-clock.ts";
import type { BlockReader } from "./event-loop.ts";
import { EventLoop } from "./event-loop.ts";
import type { Lease } from "./lease.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { ProcessSnapshots } from "./process-snapshots.ts";

export interface ReporterParts {
  readonly identity: ProcessIdentity;
  readonly lease: Lease;
  /** Between heartbeats. */
  readonly intervalMs: number;
  readonly snapshotIntervalMs: number;
}

/** Says that this process lives, and how it fares: one beat for all its runs. */
export class ProcessReporter {
  readonly #identity: ProcessIdentity;
  readonly #lease: Lease;
  readonly #intervalMs: number;
  readonly #snapshotIntervalMs: number;
  readonly #loop = new EventLoop();
  readonly #longestBlock: BlockReader;
  #snapshots: ProcessSnapshots | undefined;
  #timer: Timer | undefined;
  #sequence = 0;
  #stopped = false;

  constructor({ identity, lease, intervalMs, snapshotIntervalMs }: ReporterParts) {
    this.#identity = identity;
    this.#lease = lease;
    this.#intervalMs = intervalMs;
    this.#snapshotIntervalMs = snapshotIntervalMs;
    this.#longestBlock = this.#loop.reader(intervalMs);
  }

  start(): void {
    this.#loop.start();
    const attributes: Attributes = { ...this.#process() };
    if (this.#lease.foundDead.length > 0) attributes[ATTR_JOB_PROCESS_FOUND_DEAD] = [...this.#lease.foundDead];
    emitRecord({ severity: "info", category: "jobs", event: EVENT_JOB_PROCESS_START, attributes });
    this.#beat();
    this.#timer = every(this.#intervalMs, () => guarded("the process heartbeat", () => this.#beat()));
    this.#snapshots = new ProcessSnapshots(this.#loop.reader(this.#snapshotIntervalMs), this.#snapshotIntervalMs);
  }

  /** The last event of the process; the lease file goes with it, because this process is not lost. */
  stop(reason: JobProcessStopReason): void {
    if (this.#stopped) return;
    this.#stopped = true;
    cancel(this.#timer);
    this.#snapshots?.stop();
    this.#loop.stop();
    const attributes: Attributes = { ...this.#process(), [ATTR_JOB_PROCESS_STOP_REASON]: reason };
    emitRecord({ severity: "info", category: "jobs", event: EVENT_JOB_PROCESS_STOP, attributes });
    guarded("the lease file", () => this.#lease.release());
  }

  #beat(): void {
    const attributes: Attributes = {
      ...this.#process(),
      [ATTR_JOB_PROCESS_HEARTBEAT_SEQUENCE]: ++this.#sequence,
      [ATTR_JOB_PROCESS_HEARTBEAT_INTERVAL]: this.#intervalMs / 1000,
      [ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT]: activeRuns.size,
      [ATTR_JOB_PROCESS_DROPPED_RECORDS]: drops.total,
      [ATTR_JOB_PROCESS_LONGEST_BLOCK]: this.#longestBlock(),
    };
    if (activeRuns.size <= MAX_LISTED_ACTIVE_RUNS) {
      attributes[ATTR_JOB_PROCESS_ACTIVE_RUNS] = Array.from(activeRuns, (run) => run.runId);
    }
    emitRecord({ severity: "debug", category: "jobs", event: EVENT_JOB_PROCESS_HEARTBEAT, attributes });
  }

  #process(): Attributes {
    return {
      [ATTR_PROCESS_PID]: this.#identity.pid,
      [ATTR_JOB_PROCESS_START_TIME]: isoInstant(performance.timeOrigin),
      [ATTR_JOB_PROCESS_BOOT_ID]: this.#identity.bootId,
      [ATTR_JOB_PROCESS_PID_NAMESPACE]: this.#identity.pidNamespace,
      [ATTR_JOB_PROCESS_KERNEL_START_TIME]: this.#identity.kernelStartTime,
    };
  }
}
