import type { StartOptions } from "@jobscope/instrumentation";

import type { Library } from "./schedule-jobs.ts";

/** How the process ends by what a job does. */
export const ENDINGS = ["exit", "uncaught", "unhandled"] as const;
export type Ending = (typeof ENDINGS)[number];

/** What the careless service of the canary test is told to be. */
export interface CanarySpec {
  readonly libraries: readonly Library[];
  readonly start?: StartOptions;
  /** Absent: its jobs fail in every way, and the process goes on. */
  readonly ending?: Ending;
}
