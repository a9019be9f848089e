import type { RunSeries, StepRange } from "@jobscope/store";

import { metricsSchema } from "../../model/metrics-resource.ts";
import type { MetricsResource } from "../../model/metrics-resource.ts";
import { metricsParams } from "../../params/metrics-params.ts";
import type { MetricsParams } from "../../params/metrics-params.ts";
import { EVENT_LOOP_METRICS, planScope, planTelemetry } from "../../plan/plan-metrics.ts";
import type { TelemetryPart } from "../../plan/plan-metrics.ts";
import { planStepRange, RESOLUTION_MS } from "../../plan/step-range.ts";
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
import { askStore } from "../ask/ask-store.ts";
import { jobOfScope } from "../ask/job-of-scope.ts";
import type { QueryApiDeps } from "../deps.ts";
import { parameterProblem } from "../reply/api-problem.ts";
import { defineRoute } from "../routing/route.ts";
import type { Route } from "../routing/route.ts";

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
      const { range, series } = await readSeries({ deps, params, range: planRange(params, nowMs), nowMs });
      const asked: Asked = { deps, params, range, nowMs };
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

interface Series {
  readonly range: StepRange;
  /** Undefined where nothing that is counted of runs was asked for. */
  readonly series: RunSeries | undefined;
}

function planRange(params: MetricsParams, nowMs: number, leastStepMs = 0): StepRange {
  const planned = planStepRange({ ...params, leastStepMs }, nowMs);
  if (planned.kind === "fault") throw parameterProblem([planned.fault]);
  return planned.range;
}

/**
 * How long the counts of minutes are kept is a setting of the monitor. Where they are gone, steps that nobody asked for
 * become as long as what is left, instead of hours that stand in one of twelve steps.
 */
async function readSeries(asked: Asked): Promise<Series> {
  const { deps, params, range, nowMs } = asked;
  if (!params.include.includes("runs") && !params.include.includes("active")) return { range, series: undefined };
  const ask = (steps: StepRange): Promise<RunSeries> =>
    askStore(() => deps.reader.runSeries({ ...planScope(params), ...steps }, nowMs));
  const series = await ask(range);
  const keptMs = RESOLUTION_MS[series.resolution];
  if (params.step !== undefined || keptMs <= range.stepMs) return { range, series };
  const longer = planRange(params, nowMs, keptMs);
  return { range: longer, series: await ask(longer) };
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
