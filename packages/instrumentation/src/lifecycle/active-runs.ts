import { AsyncLocalStorage } from "node:async_hooks";

import type { Job } from "../model/job.ts";
import { shared } from "../record/shared.ts";

/** A run as others than itself may use it. */
export interface ActiveRun extends Job {
  /** `reason` becomes the error type: a signal, an abort. */
  cancel(reason: string): void;
  /** The process ends under it: the platform failed the run, not its own code. */
  abandon(reason: string): void;
}

/** The run that the current code belongs to; works without any OpenTelemetry context manager. */
export const runStorage: AsyncLocalStorage<ActiveRun> = shared("run-storage", () => new AsyncLocalStorage<ActiveRun>());

/** Every run that is running in this process, oldest first. */
export const activeRuns: Set<ActiveRun> = shared("active-runs", () => new Set<ActiveRun>());
