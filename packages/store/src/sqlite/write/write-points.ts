import type { MetricPoint } from "@jobscope/otlp";

import type { AcceptedRecords } from "../../port/write.ts";
import { readPoint, type StreamState } from "../../rollup/point-sample.ts";
import { SCREEN_METRICS } from "../../rollup/screen-metrics.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { encodeAttributes, encodeValue } from "../rows/any-value.ts";
import { BoundedCache } from "../rows/bounded-cache.ts";
import { canonicalAttributes, contentKey } from "../rows/content-key.ts";
import { addToHour, storedState } from "../rows/metric-hours.ts";
import { ORIGIN_TOUCH_MS, type Origins, type RecordBatch, type RecordOrigin } from "../rows/origins.ts";
import { pointValue } from "../rows/point-value.ts";

const INSERT = `INSERT OR IGNORE INTO metric_points (stream_id, time_ms, start_ms, received_ms, flags, value)
  VALUES (?, ?, ?, ?, ?, ?)`;
const INSERT_STREAM = `INSERT INTO metric_streams (key, resource_id, scope_id, name, unit, description, kind, temporality,
  monotonic, attributes, last_received_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const CACHED_STREAMS = 20_000;

interface Stream {
  readonly id: number;
  lastReceivedMs: number;
  /** What its newest point leaves; `"not read"` until it is needed. Of metrics that have a screen only. */
  state: StreamState | undefined | "not read";
}

/** Writes metric points; a stream is a metric of one resource and scope with one set of attributes. */
export class PointWriter {
  readonly #connection: Connection;
  readonly #origins: Origins;
  readonly #streams = new BoundedCache<Stream>(CACHED_STREAMS);

  constructor(connection: Connection, origins: Origins) {
    this.#connection = connection;
    this.#origins = origins;
  }

  /** Stores points, each once, by stream, start and time. */
  write({ records, receivedMs }: RecordBatch<MetricPoint>): AcceptedRecords {
    const insert = this.#connection.statement(INSERT);
    let stored = 0;
    for (const point of records) {
      const stream = this.#streamOf(point, receivedMs);
      const isShown = SCREEN_METRICS.has(point.metric.name);
      if (isShown) this.#readState(stream, point);
      const value = encodeValue(pointValue(point));
      const { changes } = insert.run(stream.id, point.timeMs, point.startMs, receivedMs, point.flags, value);
      if (changes === 0) continue;
      stored += 1;
      if (isShown) this.#count(stream, point);
    }
    return { stored, duplicates: records.length - stored };
  }

  clear(): void {
    this.#streams.clear();
  }

  /** Before the point is stored: it must not come after itself. */
  #readState(stream: Stream, point: MetricPoint): void {
    if (stream.state !== "not read") return;
    stream.state = storedState(this.#connection, { streamId: stream.id, point, beforeMs: Infinity });
  }

  #count(stream: Stream, point: MetricPoint): void {
    const before = stream.state === "not read" ? undefined : stream.state;
    const { sample, state } = readPoint(point, before);
    stream.state = state;
    if (sample !== undefined) addToHour(this.#connection, [stream.id, point.timeMs], sample);
  }

  #streamOf(point: MetricPoint, receivedMs: number): Stream {
    const resource = this.#origins.resource(point.resource, receivedMs);
    const scope = this.#origins.scope(point.scope, receivedMs);
    const { name, unit, kind, temporality, isMonotonic } = point.metric;
    const identity = JSON.stringify([name, unit, kind, temporality, isMonotonic]);
    const key = `m${resource.key}${scope.key}${identity}${canonicalAttributes(point.attributes)}`;
    const stream = this.#streams.get(key) ?? this.#find(point, key, { resource, scope, receivedMs });
    if (receivedMs - stream.lastReceivedMs >= ORIGIN_TOUCH_MS) {
      this.#connection.run("UPDATE metric_streams SET last_received_ms = ? WHERE id = ?", receivedMs, stream.id);
      stream.lastReceivedMs = receivedMs;
    }
    return stream;
  }

  #find(point: MetricPoint, key: string, from: RecordOrigin & { readonly receivedMs: number }): Stream {
    const hash = contentKey(0, key);
    const found = this.#connection.get("SELECT id, last_received_ms FROM metric_streams WHERE key = ?", hash);
    const stream: Stream = found
      ? { id: numberOf(found, "id"), lastReceivedMs: numberOf(found, "last_received_ms"), state: "not read" }
      : { id: this.#insert(point, hash, from), lastReceivedMs: from.receivedMs, state: undefined };
    this.#streams.set(key, stream);
    return stream;
  }

  #insert(point: MetricPoint, hash: Uint8Array, from: RecordOrigin & { readonly receivedMs: number }): number {
    const { name, unit, description, kind, temporality, isMonotonic } = point.metric;
    return this.#connection.insert(
      INSERT_STREAM,
      hash,
      from.resource.id,
      from.scope.id,
      name,
      unit,
      description,
      kind,
      temporality,
      Number(isMonotonic),
      encodeAttributes(point.attributes),
      from.receivedMs,
    );
  }
}
