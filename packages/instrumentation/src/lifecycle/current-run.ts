import { AsyncLocalStorage } from "node:async_hooks";

import { context } from "@opentelemetry/api";

import type { Job } from "../model/job.ts";
import { shared } from "../record/shared.ts";
import { RUN_KEY } from "./run-context.ts";

/** Keeps the run where no OpenTelemetry context manager does. */
export const runStorage: AsyncLocalStorage<Job> = shared("run-storage", () => new AsyncLocalStorage<Job>());

/** The run that the current code belongs to. */
export function currentRun(): Job | undefined {
  const value = context.active().getValue(RUN_KEY);
  // The key is ours alone: what stands there is a run.
  return value === undefined ? runStorage.getStore() : (value as Job);
}
