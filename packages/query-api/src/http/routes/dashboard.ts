import type { StoreReader, Telemetry } from "@jobscope/store";
import { partsOfId } from "@jobscope/tracker";

import { dashboardSchema } from "../../model/dashboard-resource.ts";
import type {
  DashboardParts,
  DashboardResource,
  UnavailableResource,
  UpcomingResource,
} from "../../model/dashboard-resource.ts";
import { isoTime } from "../../model/iso-time.ts";
import { noAnswer } from "../../model/no-answer.ts";
import { noParams } from "../../params/no-params.ts";
import {
  COUNTED,
  FAILED,
  FIRING,
  IN_TROUBLE,
  lastHours,
  lastMinutes,
  recentErrors,
} from "../../plan/plan-dashboard.ts";
import { planTelemetry } from "../../plan/plan-metrics.ts";
import type { TelemetryPart } from "../../plan/plan-metrics.ts";
import {
  mergeUpcoming,
  shapeAttention,
  shapeFiring,
  shapeTopErrors,
  shapeUpcoming,
} from "../../shape/shape-dashboard.ts";
import { shapeComponent, untimedComponent } from "../../shape/shape-health.ts";
import { shapeRunPoint } from "../../shape/shape-metrics.ts";
import { shapeRun } from "../../shape/shape-run.ts";
import { shapeComponentsNow, shapeMemoryNow, shapeWorkersNow } from "../../shape/shape-services-now.ts";
import { shapeStatus } from "../../shape/shape-status.ts";
import type { QueryApiDeps } from "../deps.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const dashboardRoutes: readonly Route[] = [
  defineRoute({
    path: "/dashboard",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "What a first page shows, in one call", answers: { schema: dashboardSchema } },
    async reply(deps) {
      const body = await readDashboard(deps);
      return { body, tagged: untimed(body) };
    },
  }),
];

type PartReaders = { readonly [P in keyof DashboardParts]: () => Promise<NonNullable<DashboardParts[P]>> };

function partReaders(deps: QueryApiDeps, nowMs: number): PartReaders {
  const { reader } = deps;
  // Asked once for the two parts that need it.
  let system: ReturnType<typeof deps.health> | undefined;
  const health = (): ReturnType<typeof deps.health> => (system ??= deps.health());
  const reported = (part: TelemetryPart): Promise<Telemetry> =>
    reader.telemetry(planTelemetry(part, {}, lastMinutes(nowMs)));
  return {
    status: async () => shapeStatus(await reader.status(nowMs), (await health()).status, nowMs),
    components: async () => (await health()).components.map(shapeComponent),
    alerts: async () => shapeFiring(await reader.alerts(FIRING)),
    attention: async () => {
      const { items, nextCursor } = await reader.jobs(IN_TROUBLE);
      return shapeAttention(
        items.map(({ job }) => job),
        nextCursor !== undefined,
      );
    },
    failed_runs: async () => (await reader.runs(FAILED)).items.map((run) => shapeRun(run)),
    errors: async () => shapeTopErrors((await reader.errors(recentErrors(nowMs), nowMs)).items),
    upcoming: () => readUpcoming(reader, nowMs),
    hours: async () => {
      const range = lastHours(nowMs);
      const { buckets } = await reader.runSeries(range, nowMs);
      return buckets.map((bucket) => shapeRunPoint(bucket, range.stepMs, nowMs));
    },
    service_components: async () => shapeComponentsNow(await reported("components")),
    memory: async () => shapeMemoryNow(await reported("memory")),
    workers: async () => shapeWorkersNow(await reported("workers")),
  };
}

async function readUpcoming(reader: StoreReader, nowMs: number): Promise<readonly UpcomingResource[]> {
  const starts = mergeUpcoming(await reader.upcoming({ fromMs: nowMs, limit: COUNTED.upcoming }));
  const ids = [...new Set(starts.map(({ slot }) => slot.jobId))];
  const zones = await Promise.all(ids.map(async (id) => [id, await zoneOf(reader, id)] as const));
  return shapeUpcoming(starts, new Map(zones));
}

/** Through the list of jobs, which is cheaper than all that is known of one. */
async function zoneOf(reader: StoreReader, jobId: string): Promise<string | undefined> {
  const [environment = "", namespace = "", service = "", job = ""] = partsOfId(jobId) ?? [];
  const { items } = await reader.jobs({ environment, namespace, service, job, runsPerJob: 0, limit: 1 });
  return items[0]?.job.schedule.timezone;
}

/** A part that fails leaves the others as they are: the page that shows what is wrong must not itself be gone. */
async function readDashboard(deps: QueryApiDeps): Promise<DashboardResource> {
  const nowMs = deps.nowMs();
  const readers = partReaders(deps, nowMs);
  const unavailable: UnavailableResource[] = [];
  const part: ReadPart = async (name) => {
    try {
      return await readers[name]();
    } catch (error) {
      deps.onFailure({ method: "GET", path: `/dashboard (${name})`, error });
      unavailable.push({ part: name, reason: noAnswer("store or the core") });
      return null;
    }
  };
  const parts = await allParts(part);
  return { time: isoTime(nowMs), ...parts, unavailable: unavailable.toSorted((a, b) => (a.part < b.part ? -1 : 1)) };
}

type ReadPart = <P extends keyof DashboardParts>(name: P) => Promise<DashboardParts[P] | null>;

/** Asked all at once, in the order in which they should be answered. */
async function allParts(part: ReadPart): Promise<DashboardParts> {
  const [status, components, alerts, attention, failedRuns] = [
    part("status"),
    part("components"),
    part("alerts"),
    part("attention"),
    part("failed_runs"),
  ];
  const [errors, upcoming, hours] = [part("errors"), part("upcoming"), part("hours")];
  const [serviceComponents, memory, workers] = [part("service_components"), part("memory"), part("workers")];
  return {
    status: await status,
    components: await components,
    alerts: await alerts,
    attention: await attention,
    failed_runs: await failedRuns,
    errors: await errors,
    upcoming: await upcoming,
    hours: await hours,
    service_components: await serviceComponents,
    memory: await memory,
    workers: await workers,
  };
}

/** What changes with the clock alone makes no new version. */
function untimed({ time: _time, status, hours, components, ...rest }: DashboardResource): object {
  const counted = hours?.map(({ runs_per_second: _rate, ...point }) => point);
  return {
    ...rest,
    status: status && { ...status, time: null },
    components: components?.map(untimedComponent),
    hours: counted,
  };
}
