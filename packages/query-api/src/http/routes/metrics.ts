import type { RunSeries, StepRange } from "@jobscope/store";

import { metricsSchema } from "../../model/metrics-resource.ts";
import type { MetricsResource } from "../../model/metrics-resource.ts";
import { metricsParams } from "../../params/metrics-params.ts";
import type { MetricsParams } from "../../params/metrics-params.ts";
import { EVENT_LOOP_METRICS, planScope, planTelemetry } from "../../plan/plan-metrics.ts";
import type { TelemetryPart } from "../../plan/plan-metrics.ts";
import { planStepRange } from "../../plan/step-range.ts";
import { isoTime, seconds } from "../../shape/scalars.ts";
import { shapeActive, shapeRunMetrics } from "../../shape/shape-metrics.ts";
import {
  shapeComponents,
  shapeEmail,
  shapeEventLoop,
  shapeItems,
  shapeMemory,
  shapeWorkers,
} from "../../shape/shape-telemetry.ts";
import { parameterProblem } from "../api-problem.ts";
import { askStore } from "../ask-store.ts";
import type { QueryApiDeps } from "../deps.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { jobOfScope } from "../scope-job.ts";

export const metricsRoutes: readonly Route[] = [
  defineRoute({
    path: "/metrics",
    access: "read",
    schema: metricsParams,
    docs: {
      summary: "Runs, durations and what services report of themselves, over time",
      answers: { schema: metricsSchema },
    },
    async reply(deps, { params }) {
      const nowMs = deps.nowMs();
      const planned = planStepRange(params, nowMs);
      if (planned.kind === "fault") throw parameterProblem([planned.fault]);
      const asked: Asked = { deps, params, range: planned.range, nowMs };
      const body: MetricsResource = {
        from_time: isoTime(planned.range.fromMs),
        to_time: isoTime(planned.range.toMs),
        step_seconds: seconds(planned.range.stepMs),
        ...(await readRuns(asked)),
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

async function readRuns(asked: Asked): Promise<Pick<MetricsResource, "resolution" | "runs" | "active">> {
  const { include } = asked.params;
  const isAsked = include.includes("runs") || include.includes("active");
  if (!isAsked) return { resolution: null, runs: null, active: null };
  const series = await readSeries(asked);
  return {
    resolution: series.resolution,
    runs: include.includes("runs") ? await shapeRuns(asked, series) : null,
    active: include.includes("active") ? shapeActive(series) : null,
  };
}

function readSeries({ deps: { reader }, params, range, nowMs }: Asked): Promise<RunSeries> {
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
