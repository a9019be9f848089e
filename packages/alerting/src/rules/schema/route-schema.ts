import { z } from "zod";

import type { EscalationFile, InhibitFile, RouteFile, TimeIntervalFile } from "./alerting-file.ts";
import type { SelectorFile } from "./rule-file.ts";
import { count, duration, name, positiveDuration, selector, strict } from "./scalars.ts";

/** {@link RouteFile} with durations in milliseconds. */
export interface ParsedRoute {
  readonly receiver?: string | undefined;
  readonly match?: SelectorFile | undefined;
  readonly continue?: boolean | undefined;
  readonly groupBy?: "all" | readonly string[] | undefined;
  readonly groupWait?: number | undefined;
  readonly groupInterval?: number | undefined;
  readonly repeatInterval?: number | undefined;
  readonly muteTimeIntervals?: readonly string[] | undefined;
  readonly activeTimeIntervals?: readonly string[] | undefined;
  readonly escalation?: string | undefined;
  readonly throttle?: { readonly max: number; readonly per: number } | undefined;
  readonly routes?: readonly ParsedRoute[] | undefined;
}

export interface ParsedEscalation {
  readonly match?: SelectorFile | undefined;
  readonly levels: readonly { readonly after: number; readonly receiver: string }[];
  readonly loops?: number | undefined;
  readonly ackTimeout?: number | undefined;
  readonly stopAfter?: number | undefined;
  readonly exhausted?: string | undefined;
}

const names = z.array(z.string().min(1)).max(100).optional();

export const routeSchema: z.ZodType<ParsedRoute, RouteFile> = strict({
  receiver: z.string().optional(),
  match: selector.optional(),
  continue: z.boolean().optional(),
  groupBy: z
    .union([z.literal("all"), z.array(z.string().min(1)).max(20)], {
      error: "write a list of labels such as [service_name, alertname], or all",
    })
    .optional(),
  groupWait: duration.optional(),
  groupInterval: positiveDuration.optional(),
  repeatInterval: positiveDuration.optional(),
  muteTimeIntervals: names,
  activeTimeIntervals: names,
  escalation: z.string().optional(),
  throttle: strict({ max: count, per: positiveDuration }).optional(),
  get routes(): z.ZodOptional<z.ZodArray<z.ZodType<ParsedRoute, RouteFile>>> {
    return z.array(routeSchema).max(500).optional();
  },
});

export const inhibitSchema: z.ZodType<InhibitFile, InhibitFile> = strict({
  name: name.optional(),
  source: selector,
  target: selector,
  equal: z.array(z.string().min(1)).max(20).optional(),
});

const range = z
  .array(z.union([z.string(), z.int()], { error: 'write ranges such as "1-5"' }))
  .min(1)
  .max(100)
  .optional();
const words = z.array(z.string()).min(1).max(100).optional();

export const timeIntervalSchema: z.ZodType<TimeIntervalFile, TimeIntervalFile> = strict({
  times: words,
  weekdays: words,
  daysOfMonth: range,
  months: range,
  years: range,
  timeZone: z.string().optional(),
});

export const escalationSchema: z.ZodType<ParsedEscalation, EscalationFile> = strict({
  match: selector.optional(),
  levels: z
    .array(strict({ after: duration, receiver: z.string() }))
    .min(1, { error: "is empty: name one level at least, such as { after: 5m, receiver: default }" })
    .max(20),
  loops: z.int().min(1).max(100).optional(),
  ackTimeout: duration.optional(),
  stopAfter: positiveDuration.optional(),
  exhausted: z.string().optional(),
});
