import type { MetricPoint, Resource, Scope } from "@jobscope/otlp";

import type { Telemetry, TelemetryPoint, TelemetryQuery, TelemetrySeries } from "../../port/metrics.ts";
import { addSamples, isCounting, type PointSample, readPoint } from "../../rollup/point-sample.ts";
import { HOUR_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { decodeValue } from "../rows/any-value.ts";
import { canonicalAttributes } from "../rows/content-key.ts";
import { pointsKeptSince } from "../rows/kept-since.ts";
import { storedState } from "../rows/metric-hours.ts";
import { pointOf } from "../rows/point-value.ts";
import { MAX_STREAMS, streamsInScope, type TelemetryStream } from "./telemetry-streams.ts";

export const HOURS_OF_STREAM = `SELECT hour, samples, sum, min, max, last, increase FROM metric_hours
  WHERE stream_id = ? AND hour >= ? AND hour < ? ORDER BY hour`;
export const POINTS_OF_STREAM = `SELECT time_ms, start_ms, flags, value FROM metric_points
  WHERE stream_id = ? AND time_ms >= ? AND time_ms < ? ORDER BY time_ms, start_ms`;

/** Points that one answer is read from: more are read from hours. */
const MAX_READ_POINTS = 50_000;
export const COUNT_OF_STREAM = `SELECT count(*) AS n FROM (SELECT 1 FROM metric_points
  WHERE stream_id = ? AND time_ms >= ? AND time_ms < ? LIMIT ?)`;

type TimedSample = readonly [atMs: number, sample: PointSample];

/** Metrics over time: from points where these are there and not too many, else from what is kept by the hour. */
export function queryTelemetry(connection: Connection, query: TelemetryQuery): Telemetry {
  const streams = streamsInScope(connection, query);
  const shown = streams.slice(0, MAX_STREAMS);
  const read = isByPoint(connection, query, shown) ? pointsOf : hoursOf;
  const series = shown.flatMap((stream): TelemetrySeries[] => {
    const points = inSteps(query, read(connection, stream, query), isCounting(stream.metric));
    return points.length === 0 ? [] : [{ ...stream.about, points }];
  });
  return { series: series.toSorted(byIdentity), truncated: streams.length > MAX_STREAMS };
}

function isByPoint(connection: Connection, query: TelemetryQuery, streams: readonly TelemetryStream[]): boolean {
  const { fromMs, toMs, stepMs } = query;
  if (stepMs >= HOUR_MS || fromMs < pointsKeptSince(connection)) return false;
  let left = MAX_READ_POINTS;
  for (const { id } of streams) {
    const row = connection.get(COUNT_OF_STREAM, id, fromMs, toMs, left + 1);
    left -= row === undefined ? 0 : numberOf(row, "n");
    if (left < 0) return false;
  }
  return true;
}

/** Each hour at its beginning: where steps are shorter, it stands in the one that it begins in. */
function hoursOf(connection: Connection, { id }: TelemetryStream, { fromMs, toMs }: TelemetryQuery): TimedSample[] {
  const range = [Math.ceil(fromMs / HOUR_MS), Math.ceil(toMs / HOUR_MS)] as const;
  return connection.all(HOURS_OF_STREAM, id, ...range).map((row) => [numberOf(row, "hour") * HOUR_MS, sampleOf(row)]);
}

const sampleOf = (row: Row): PointSample => ({
  samples: numberOf(row, "samples"),
  sum: numberOf(row, "sum"),
  min: numberOf(row, "min"),
  max: numberOf(row, "max"),
  last: numberOf(row, "last"),
  increase: numberOf(row, "increase"),
});

const NO_RESOURCE: Resource = { attributes: {}, schemaUrl: "" };
const NO_SCOPE: Scope = { name: "", version: "", attributes: {}, schemaUrl: "" };

function pointsOf(connection: Connection, stream: TelemetryStream, { fromMs, toMs }: TelemetryQuery): TimedSample[] {
  const { id, metric } = stream;
  const frame = { resource: NO_RESOURCE, scope: NO_SCOPE, metric, attributes: {} };
  const points = connection.all(POINTS_OF_STREAM, id, fromMs, toMs).map((row): MetricPoint => {
    const times = {
      timeMs: numberOf(row, "time_ms"),
      startMs: numberOf(row, "start_ms"),
      flags: numberOf(row, "flags"),
    };
    return pointOf({ ...frame, ...times }, decodeValue(textOf(row, "value")));
  });
  const [first] = points;
  if (first === undefined) return [];
  let state = isCounting(metric)
    ? storedState(connection, { streamId: id, point: first, beforeMs: fromMs })
    : undefined;
  const samples: TimedSample[] = [];
  for (const point of points) {
    const read = readPoint(point, state);
    ({ state } = read);
    if (read.sample !== undefined) samples.push([point.timeMs, read.sample]);
  }
  return samples;
}

function inSteps(
  { fromMs, stepMs }: TelemetryQuery,
  samples: readonly TimedSample[],
  counts: boolean,
): readonly TelemetryPoint[] {
  const steps = new Map<number, PointSample>();
  for (const [atMs, sample] of samples) {
    const step = Math.floor((atMs - fromMs) / stepMs);
    const earlier = steps.get(step);
    steps.set(step, earlier === undefined ? sample : addSamples(earlier, sample));
  }
  return [...steps].map(([step, { samples: n, sum, min, max, last, increase }]) => ({
    fromMs: fromMs + step * stepMs,
    last,
    min,
    max,
    average: sum / n,
    increase: counts ? increase : undefined,
  }));
}

const sortKey = ({ metric, service, instanceId, attributes }: TelemetrySeries): string =>
  [metric, service.environment, service.namespace, service.service, instanceId, canonicalAttributes(attributes)].join(
    "\u0000",
  );

function byIdentity(a: TelemetrySeries, b: TelemetrySeries): number {
  const [x, y] = [sortKey(a), sortKey(b)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
