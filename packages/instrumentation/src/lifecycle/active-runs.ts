import { AsyncLocalStorage } from "node:async_hooks";

import { context, createContextKey } from "@opentelemetry/api";

import type { Job } from "../model/job.ts";
import { shared } from "../record/shared.ts";

/** A run as others than itself may use it. */
export interface ActiveRun extends Job {
  /** `reason` becomes the error type: a signal, an abort. */
  cancel(reason: string): void;
  /** The process ends under it: the platform failed the run, not its own code. */
  abandon(reason: string): void;
}

/** Where a context of OpenTelemetry keeps the run that it belongs to. One key for every copy of this package. */
export const RUN_KEY: symbol = shared("run-key", () => ({ key: createContextKey("jobscope.run") })).key;

/** Keeps the run where no OpenTelemetry context manager does. */
export const runStorage: AsyncLocalStorage<ActiveRun> = shared("run-storage", () => new AsyncLocalStorage<ActiveRun>());

/** Every run that is running in this process, oldest first. */
export const activeRuns: Set<ActiveRun> = shared("active-runs", () => new Set<ActiveRun>());

/** The run that the current code belongs to. */
export function currentRun(): Job | undefined {
  const value = context.active().getValue(RUN_KEY);
  // The key is ours alone: what stands there is a run.
  return value === undefined ? runStorage.getStore() : (value as Job);
}
