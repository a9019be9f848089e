import { AsyncLocalStorage } from "node:async_hooks";

import { shared } from "../record/shared.ts";
import type { Run } from "./run.ts";

/** The run that the current code belongs to; works without any OpenTelemetry context manager. */
export const runStorage: AsyncLocalStorage<Run> = shared("run-storage", () => new AsyncLocalStorage<Run>());

/** Every run that is running in this process, oldest first. */
export const activeRuns: Set<Run> = shared("active-runs", () => new Set<Run>());
