import type { InstrumentOptions, StartOptions } from "@jobscope/instrumentation";

import type { ScheduledJob } from "./schedule-jobs.ts";

/** What a service of these tests is told to be. */
export interface ServiceSpec {
  readonly start?: StartOptions;
  readonly jobs?: readonly ScheduledJob[];
  readonly jobOptions?: NonNullable<InstrumentOptions["jobs"]>;
  /** The bare libraries, without telemetry. */
  readonly bare?: boolean;
}
