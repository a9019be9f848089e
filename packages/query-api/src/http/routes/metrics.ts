import { EVENT_LOOP_METRICS } from "@jobscope/semconv";
import type { RunSeries, StepRange } from "@jobscope/store";

import { isoTime } from "../../model/iso-time.ts";
import { metricsSchema } from "../../model/metrics-resource.ts";
import type { MetricsResource } from "../../model/metrics-resource.ts";
import { metricsParams } from "../../params/metrics-params.ts";
import type { MetricsParams } from "../../params/metrics-params.ts";
import { planScope, planTelemetry } from "../../plan/plan-metrics.ts";
import type { TelemetryPart } from "../../plan/plan-metrics.ts";
import { keptOf, planStepRange } from "../../plan/step-range.ts";
import { seconds } from "../../shape/scalars.ts";
import { shapeActive, shapeRunMetrics } from "../../shape/shape-metrics.ts";
import {
  shapeComponents,
  shapeEmail,
  shapeEventLoop,
  shapeItems,
  shapeMemory,
  shapeWorkers,
} from "../../shape/shape-telemetry.ts";
import { askStore } from "../ask/ask-store.ts";
import { jobOfScope } from "../ask/job-of-scope.ts";
import type { QueryApiDeps } from "../deps.ts";
import { parameterProblem } from "../reply/api-problem.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const metricsRoutes: readonly Route[] = [
  defineRoute({
    path: "/metrics",
    access: "read",
    limit: "requests",
    schema: metricsParams,
    docs: {
      summary: "Runs, durations and what services report of themselves, over time",
      answers: { schema: metricsSchema },
    },
    async reply(deps, { params }) {
      const nowMs = deps.nowMs();
      const range = await planRange(deps, params, nowMs);
      const asked: Asked = { deps, params, range, nowMs };
      const series = await readSeries(asked);
      const body: MetricsResource = {
        from_time: isoTime(range.fromMs),
        to_time: isoTime(range.toMs),
        step_seconds: seconds(range.stepMs),
        resolution: series?.resolution ?? null,
        runs: series !== undefined && params.include.includes("runs") ? await shapeRuns(asked, series) : null,
        active: series !== undefined && params.include.includes("active") ? shapeActive(series) : null,
        ...(await readTelemetry(asked)),
      };
      return { body };
    },
  }),
];

interface Asked {
  readonly deps: QueryApiDeps;
  readonly params: MetricsParams;
  readonly range: StepRange;
  readonly nowMs: number;
}

async function planRange({ reader }: QueryApiDeps, params: MetricsParams, nowMs: number): Promise<StepRange> {
  const kept = keptOf(await askStore(() => reader.keptTimes()), params.include);
  const planned = planStepRange(params, { nowMs, kept });
  if (planned.kind === "fault") throw parameterProblem([planned.fault]);
  return planned.range;
}

/** Undefined where nothing that is counted of runs was asked for. */
async function readSeries({ deps: { reader }, params, range, nowMs }: Asked): Promise<RunSeries | undefined> {
  if (!params.include.includes("runs") && !params.include.includes("active")) return undefined;
  return askStore(() => reader.runSeries({ ...planScope(params), ...range }, nowMs));
}

async function shapeRuns(asked: Asked, series: RunSeries): Promise<MetricsResource["runs"]> {
  const { deps, params, range, nowMs } = asked;
  const job = await jobOfScope(deps.reader, params);
  const baseline = job && (await askStore(() => deps.reader.durationBaseline(job.id, nowMs)));
  return shapeRunMetrics(series, { range, baseline, nowMs });
}

async function readTelemetry(asked: Asked): Promise<Pick<MetricsResource, TelemetryPart>> {
  const [memory, workers, items, email, components, eventloop] = await Promise.all([
    readPart(asked, "memory", shapeMemory),
    readPart(asked, "workers", shapeWorkers),
    readPart(asked, "items", shapeItems),
    readPart(asked, "email", shapeEmail),
    readPart(asked, "components", shapeComponents),
    readPart(asked, "eventloop", (telemetry) => shapeEventLoop(telemetry, EVENT_LOOP_METRICS)),
  ]);
  return { memory, workers, items, email, components, eventloop };
}

/** Null where the part was not asked for. */
async function readPart<T>(
  { deps: { reader }, params, range }: Asked,
  part: TelemetryPart,
  shape: (telemetry: Awaited<ReturnType<typeof reader.telemetry>>) => T,
): Promise<T | null> {
  if (!params.include.includes(part)) return null;
  return shape(await askStore(() => reader.telemetry(planTelemetry(part, params, range))));
}
