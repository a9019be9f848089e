import { z } from "zod";

import type { ReadQuantity } from "./quantity.ts";
import { INTERNAL_NAMES, type InternalName, type SelectorFile, type WhenFile } from "./rule-file.ts";
import { count, positiveDuration, quantity, selector, share, strict } from "./scalars.ts";

/** {@link WhenFile} with every text read: durations in milliseconds. */
export interface When {
  readonly metric?: string | undefined;
  readonly where?: SelectorFile | undefined;
  readonly by?: "all" | readonly string[] | undefined;
  readonly aggregate?: "sum" | "min" | "max" | "avg" | undefined;
  readonly minSamples?: number | undefined;
  readonly count?: number | undefined;
  readonly rate?: number | undefined;
  readonly extrapolatedIncrease?: number | undefined;
  readonly average?: number | undefined;
  readonly quantile?: number | undefined;
  readonly slowerThan?: ReadQuantity | undefined;
  readonly share?: number | undefined;
  readonly of?: { readonly metric?: string | undefined; readonly where?: SelectorFile | undefined } | undefined;
  readonly minOver?: number | undefined;
  readonly maxOver?: number | undefined;
  readonly averageOver?: number | undefined;
  readonly lastOver?: number | undefined;
  readonly olderThan?: number | undefined;
  readonly silentFor?: number | undefined;
  readonly alerts?: SelectorFile | undefined;
  readonly above?: ReadQuantity | undefined;
  readonly atLeast?: ReadQuantity | undefined;
  readonly below?: ReadQuantity | undefined;
  readonly atMost?: ReadQuantity | undefined;
  readonly equals?: ReadQuantity | undefined;
  readonly notEquals?: ReadQuantity | undefined;
  readonly clearAbove?: ReadQuantity | undefined;
  readonly clearBelow?: ReadQuantity | undefined;
  readonly failed?: true | undefined;
  readonly consecutiveFailures?: number | undefined;
  readonly failureRate?: number | undefined;
  readonly averageDuration?: number | undefined;
  readonly slowdown?: number | undefined;
  readonly errorSpike?: number | undefined;
  readonly missed?: number | undefined;
  readonly late?: true | undefined;
  readonly stuck?: number | undefined;
  readonly finishByMissed?: true | undefined;
  readonly lost?: true | undefined;
  readonly processLost?: true | undefined;
  readonly telemetryStopped?: true | undefined;
  readonly pipelineSilent?: number | undefined;
  readonly sharedError?: number | undefined;
  readonly internal?: InternalName | undefined;
  readonly over?: number | undefined;
  readonly minRuns?: number | undefined;
  readonly confidence?: number | undefined;
  readonly runs?: number | undefined;
  readonly recent?: number | undefined;
  readonly baseline?: number | undefined;
}

const flag: z.ZodType<true, boolean> = z.literal(true, { error: "write true, or leave it out" });
const window = positiveDuration.optional();
const metric = z.string().min(1).max(255).optional();
const wanted = quantity.optional();
const some = count.optional();

export const whenSchema: z.ZodType<When, WhenFile> = strict({
  metric: metric.meta({ description: "An OTel metric, such as job.run.duration" }),
  where: selector.optional(),
  by: z
    .union([z.literal("all"), z.array(z.string().min(1)).max(20)], {
      error: "write a list of attributes such as [service.name, job.name], or all",
    })
    .optional(),
  aggregate: z.enum(["sum", "min", "max", "avg"]).optional(),
  minSamples: some,
  count: window.meta({ description: "Exact number of events within this time" }),
  rate: window.meta({ description: "Events per second within this time" }),
  extrapolatedIncrease: window.meta({ description: "Prometheus' increase() over this time, for parity" }),
  average: window.meta({ description: "Average of a histogram within this time" }),
  quantile: z.number().min(0).max(1).optional(),
  slowerThan: wanted,
  share: window.meta({ description: "Share that the events of `where` have of all, within this time" }),
  of: strict({ metric, where: selector.optional() }).optional(),
  minOver: window,
  maxOver: window,
  averageOver: window,
  lastOver: window,
  olderThan: window,
  silentFor: window,
  alerts: selector.optional(),
  above: wanted,
  atLeast: wanted,
  below: wanted,
  atMost: wanted,
  equals: wanted,
  notEquals: wanted,
  clearAbove: wanted,
  clearBelow: wanted,
  failed: flag.optional().meta({ description: "The last run failed" }),
  consecutiveFailures: some.meta({ description: "This many runs in a row failed" }),
  failureRate: share.optional().meta({ description: "Share of failed runs, such as 5%" }),
  averageDuration: window.meta({ description: "Mean duration of the last successful runs" }),
  slowdown: z.number().min(1).max(1000).optional(),
  errorSpike: z.int().min(0).optional().meta({ description: "More than this many errors of a service within an hour" }),
  missed: z
    .union([count, z.literal(true)], { error: "write true, or how many slots in a row" })
    .transform((value) => (value === true ? 1 : value))
    .optional(),
  late: flag.optional(),
  stuck: window.meta({ description: "Runs for longer than this, or than the job's own max runtime" }),
  finishByMissed: flag.optional(),
  lost: flag.optional(),
  processLost: flag.optional(),
  telemetryStopped: flag.optional(),
  pipelineSilent: window,
  sharedError: z.int().min(2).optional(),
  internal: z.enum(INTERNAL_NAMES).optional(),
  over: window,
  minRuns: some,
  confidence: share.optional(),
  runs: some,
  recent: some,
  baseline: some,
});
