import type { JobRunResult } from "@jobscope/semconv";

import { shared } from "./shared.ts";

/** Ended runs of this process by result, since it started. */
export const runCounts: Record<JobRunResult, number> = shared("run-counts", () => ({
  success: 0,
  failure: 0,
  error: 0,
  timeout: 0,
  cancellation: 0,
  skip: 0,
}));
