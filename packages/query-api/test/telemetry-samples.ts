import type { Telemetry, TelemetryPoint, TelemetrySeries } from "@jobscope/store";
import type { ServiceIdentity } from "@jobscope/tracker";

import { BILLING, MAIL, NOW } from "./samples.ts";

/** What two services report of themselves within the last two steps of five minutes. */

export const STEP = 300_000;
export const EARLIER: number = NOW - 2 * STEP;
export const LATER: number = NOW - STEP;

export function pointOf(fromMs: number, last: number, fields: Partial<TelemetryPoint> = {}): TelemetryPoint {
  return { fromMs, last, min: last, max: last, average: last, increase: undefined, ...fields };
}

interface SeriesFields {
  readonly service?: ServiceIdentity;
  readonly instanceId?: string;
  readonly attributes?: TelemetrySeries["attributes"];
  readonly unit?: string;
}

export function seriesOf(
  metric: string,
  points: readonly TelemetryPoint[],
  fields: SeriesFields = {},
): TelemetrySeries {
  return { metric, unit: "1", service: BILLING, instanceId: "i-1", attributes: {}, points, ...fields };
}

const heap = { "jobscope.memory.limit.kind": "heap" };
const cgroup = { "jobscope.memory.limit.kind": "cgroup" };
const pool = { "job.pool.name": "invoices" };
const sent = { "jobscope.email.result": "success" };
const refused = { "jobscope.email.result": "failure", "error.type": "EAUTH" };
const done = { "job.name": "invoice.generate", "job.item.outcome": "success" };

export const TELEMETRY: Telemetry = {
  series: [
    seriesOf("process.memory.usage", [pointOf(EARLIER, 100), pointOf(LATER, 120, { max: 150 })]),
    seriesOf("jobscope.process.memory.limit", [pointOf(LATER, 400)], { attributes: heap }),
    seriesOf("jobscope.process.memory.limit", [pointOf(LATER, 160)], { attributes: cgroup }),
    seriesOf("jobscope.process.memory.utilization", [pointOf(LATER, 0.2, { max: 0.96 })], { attributes: heap }),
    seriesOf("jobscope.process.memory.utilization", [pointOf(LATER, 0.75, { max: 0.9 })], { attributes: cgroup }),
    seriesOf("process.memory.usage", [pointOf(LATER, 7)], { service: MAIL }),
    seriesOf("job.concurrency.usage", [pointOf(LATER, 3, { max: 4 })], { attributes: pool }),
    seriesOf("job.concurrency.limit", [pointOf(LATER, 4)], { attributes: pool }),
    seriesOf("job.concurrency.usage", [pointOf(LATER, 0)], { attributes: { "job.pool.name": "gone" } }),
    seriesOf("job.concurrency.limit", [pointOf(LATER, 0)], { attributes: { "job.pool.name": "gone" } }),
    seriesOf("jobscope.email.send.duration", [pointOf(LATER, 0.2, { increase: 3 })], { attributes: sent }),
    seriesOf("jobscope.email.send.duration", [pointOf(LATER, 0.6, { increase: 1 })], {
      attributes: sent,
      instanceId: "i-2",
    }),
    seriesOf("jobscope.email.send.duration", [pointOf(LATER, 1, { increase: 1 })], { attributes: refused }),
    seriesOf("jobscope.component.healthy", [pointOf(EARLIER, 1, { min: 0 }), pointOf(LATER, 1)], {
      attributes: { "jobscope.component.name": "database" },
    }),
    seriesOf("job.items", [pointOf(LATER, 500, { increase: 20 })], { attributes: done, unit: "{item}" }),
    seriesOf("job.items", [pointOf(LATER, 70, { increase: 7 })], { attributes: done, instanceId: "i-2" }),
    seriesOf("nodejs.eventloop.utilization", [pointOf(LATER, 0.4)]),
    seriesOf("nodejs.eventloop.delay.max", [pointOf(LATER, 0.01, { max: 0.25 })], { unit: "s" }),
  ],
  truncated: false,
};
