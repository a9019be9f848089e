import type { MetricPoint } from "@jobscope/otlp";

import { type PointSample, stateAfter, type StreamState } from "../../rollup/point-sample.ts";
import { bucketAt, HOUR_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, textOf } from "../database/row.ts";
import { decodeValue } from "./any-value.ts";
import { pointOf } from "./point-value.ts";

export const NEWEST_POINT = `SELECT time_ms, start_ms, flags, value FROM metric_points
  WHERE stream_id = ? AND time_ms < ? ORDER BY time_ms DESC, start_ms DESC LIMIT 1`;
const ADD = `INSERT INTO metric_hours (stream_id, hour, samples, sum, min, max, last_ms, last, increase)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET samples = samples + excluded.samples, sum = sum + excluded.sum,
  min = min(min, excluded.min), max = max(max, excluded.max), increase = increase + excluded.increase,
  last = iif(excluded.last_ms >= last_ms, excluded.last, last), last_ms = max(last_ms, excluded.last_ms)`;

/**
 * What the newest stored point of a stream before `beforeMs` leaves; `point` is another one of the same stream.
 */
export function storedState(
  connection: Connection,
  { streamId, point, beforeMs }: { readonly streamId: number; readonly point: MetricPoint; readonly beforeMs: number },
): StreamState | undefined {
  const row = connection.get(NEWEST_POINT, streamId, beforeMs);
  if (row === undefined) return undefined;
  const { resource, scope, metric, attributes } = point;
  const times = { timeMs: numberOf(row, "time_ms"), startMs: numberOf(row, "start_ms"), flags: numberOf(row, "flags") };
  return stateAfter(pointOf({ resource, scope, metric, attributes, ...times }, decodeValue(textOf(row, "value"))));
}

/** Adds what one point says to the hour of its time. */
export function addToHour(
  connection: Connection,
  [streamId, timeMs]: readonly [number, number],
  sample: PointSample,
): void {
  const { samples, sum, min, max, last, increase } = sample;
  connection.run(ADD, streamId, bucketAt(HOUR_MS, timeMs), samples, sum, min, max, timeMs, last, increase);
}
