import {
  ATTR_COMPONENT_NAME,
  ATTR_EMAIL_RESULT,
  ATTR_JOB_ITEM_OUTCOME,
  ATTR_JOB_NAME,
  ATTR_MEMORY_LIMIT_KIND,
  ATTR_POOL_NAME,
  METRIC_JOB_CONCURRENCY_USAGE,
  METRIC_PROCESS_MEMORY_LIMIT,
  METRIC_PROCESS_MEMORY_USAGE,
} from "@jobscope/semconv";
import type { Telemetry, TelemetryPoint } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import type {
  ComponentMetrics,
  EmailMetrics,
  EmailPoint,
  EventLoopMetrics,
  ItemMetrics,
  MemoryMetrics,
  MemoryPoint,
  TelemetryResource,
  WorkerMetrics,
} from "../model/telemetry-resource.ts";
import { shapeService } from "./identity.ts";
import { seconds, textOrNull } from "./scalars.ts";
import { gatherTracks, growth, highest, nameOf } from "./telemetry-tracks.ts";
import type { Step, Track } from "./telemetry-tracks.ts";

const last = (point: TelemetryPoint): number => point.last;
const max = (point: TelemetryPoint): number => point.max;
const min = (point: TelemetryPoint): number => point.min;
const noNames = (): readonly string[] => [];

export function shapeMemory(telemetry: Telemetry): TelemetryResource<MemoryMetrics> {
  const { tracks, truncated } = gatherTracks(telemetry, {
    of: "process",
    names: noNames,
    says: ({ metric, attributes }) => {
      if (metric === METRIC_PROCESS_MEMORY_USAGE) return "used";
      const kind = nameOf(attributes, ATTR_MEMORY_LIMIT_KIND);
      return metric === METRIC_PROCESS_MEMORY_LIMIT ? limitOf(kind) : `share ${kind}`;
    },
  });
  return { series: tracks.map((track) => ({ ...ownerOf(track), points: track.steps.map(memoryPoint) })), truncated };
}

const limitOf = (kind: string): string => `limit ${kind}`;

/** A process is as full as its fullest limit. */
function memoryPoint(step: Step): MemoryPoint {
  const shares = [...step.points.keys()]
    .filter((said) => said.startsWith("share "))
    .map((said) => ({
      kind: said.slice("share ".length),
      last: highest(step, said, last) ?? 0,
      max: highest(step, said, max) ?? 0,
    }))
    .toSorted((a, b) => b.last - a.last);
  const [fullest] = shares;
  return {
    time: isoTime(step.fromMs),
    used_bytes: highest(step, "used", last) ?? null,
    used_bytes_max: highest(step, "used", max) ?? null,
    limit: textOrNull(fullest?.kind),
    limit_bytes: fullest === undefined ? null : (highest(step, limitOf(fullest.kind), last) ?? null),
    utilization: fullest?.last ?? null,
    utilization_max: fullest === undefined ? null : Math.max(...shares.map((share) => share.max)),
  };
}

export function shapeWorkers(telemetry: Telemetry): TelemetryResource<WorkerMetrics> {
  const { tracks, truncated } = gatherTracks(telemetry, {
    of: "process",
    names: (attributes) => [nameOf(attributes, ATTR_POOL_NAME)],
    says: ({ metric }) => (metric === METRIC_JOB_CONCURRENCY_USAGE ? "used" : "limit"),
  });
  const series = tracks.map((track) => ({
    ...ownerOf(track),
    pool: track.names[0] ?? "",
    points: track.steps.map((step) => {
      const used = highest(step, "used", last);
      const limit = highest(step, "limit", last);
      return {
        time: isoTime(step.fromMs),
        used: used ?? null,
        used_max: highest(step, "used", max) ?? null,
        limit: limit ?? null,
        // A pool that is gone has the limit 0.
        utilization: used === undefined || limit === undefined || limit <= 0 ? null : used / limit,
      };
    }),
  }));
  return { series, truncated };
}

export function shapeComponents(telemetry: Telemetry): TelemetryResource<ComponentMetrics> {
  const { tracks, truncated } = gatherTracks(telemetry, {
    of: "process",
    names: (attributes) => [nameOf(attributes, ATTR_COMPONENT_NAME)],
    says: () => "healthy",
  });
  const series = tracks.map((track) => ({
    ...ownerOf(track),
    component: track.names[0] ?? "",
    points: track.steps.map((step) => ({
      time: isoTime(step.fromMs),
      healthy: highest(step, "healthy", last) ?? 0,
      healthy_min: highest(step, "healthy", min) ?? 0,
    })),
  }));
  return { series, truncated };
}

export function shapeEventLoop(
  telemetry: Telemetry,
  names: { readonly utilization: string; readonly mean: string; readonly p99: string; readonly max: string },
): TelemetryResource<EventLoopMetrics> {
  const { tracks, truncated } = gatherTracks(telemetry, {
    of: "process",
    names: noNames,
    says: ({ metric }) => metric,
  });
  const series = tracks.map((track) => ({
    ...ownerOf(track),
    points: track.steps.map((step) => ({
      time: isoTime(step.fromMs),
      utilization: highest(step, names.utilization, last) ?? null,
      delay_mean_seconds: highest(step, names.mean, last) ?? null,
      delay_p99_seconds: highest(step, names.p99, last) ?? null,
      delay_max_seconds: highest(step, names.max, max) ?? null,
    })),
  }));
  return { series, truncated };
}

export function shapeEmail(telemetry: Telemetry): TelemetryResource<EmailMetrics> {
  const { tracks, truncated } = gatherTracks(telemetry, {
    of: "service",
    names: noNames,
    says: ({ attributes }) => nameOf(attributes, ATTR_EMAIL_RESULT),
  });
  const series = tracks.map(({ service, steps }) => ({
    service: shapeService(service),
    points: steps.map(emailPoint),
  }));
  return { series, truncated };
}

function emailPoint(step: Step): EmailPoint {
  const all = [...step.points.values()].flat();
  const sends = all.reduce((sum, { increase = 0 }) => sum + increase, 0);
  const total = all.reduce((sum, { increase = 0, average }) => sum + increase * average, 0);
  return {
    time: isoTime(step.fromMs),
    sends,
    failures: growth(step, "failure"),
    average_seconds: sends <= 0 ? null : seconds((total / sends) * 1000),
  };
}

export function shapeItems(telemetry: Telemetry): TelemetryResource<ItemMetrics> {
  const { tracks, truncated } = gatherTracks(telemetry, {
    of: "service",
    names: (attributes) => [nameOf(attributes, ATTR_JOB_NAME), nameOf(attributes, ATTR_JOB_ITEM_OUTCOME)],
    says: () => "items",
  });
  const series = tracks.map(({ service, names: [job = "", outcome], steps }) => ({
    service: shapeService(service),
    job_name: job,
    outcome: textOrNull(outcome),
    points: steps.map((step) => ({ time: isoTime(step.fromMs), items: growth(step, "items") })),
  }));
  return { series, truncated };
}

function ownerOf({ service, instanceId }: Track): Pick<MemoryMetrics, "service" | "instance_id"> {
  return { service: shapeService(service), instance_id: textOrNull(instanceId) };
}
