import type { MetricPoint } from "@jobscope/otlp";

import type { AcceptedRecords } from "../../port/write.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { encodeAttributes, encodeValue } from "../rows/any-value.ts";
import { BoundedCache } from "../rows/bounded-cache.ts";
import { canonicalAttributes, contentKey } from "../rows/content-key.ts";
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
      const streamId = this.#streamOf(point, receivedMs);
      const value = encodeValue(pointValue(point));
      stored += Number(insert.run(streamId, point.timeMs, point.startMs, receivedMs, point.flags, value).changes);
    }
    return { stored, duplicates: records.length - stored };
  }

  clear(): void {
    this.#streams.clear();
  }

  #streamOf(point: MetricPoint, receivedMs: number): number {
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
    return stream.id;
  }

  #find(point: MetricPoint, key: string, from: RecordOrigin & { readonly receivedMs: number }): Stream {
    const hash = contentKey(0, key);
    const found = this.#connection.get("SELECT id, last_received_ms FROM metric_streams WHERE key = ?", hash);
    const stream = found
      ? { id: numberOf(found, "id"), lastReceivedMs: numberOf(found, "last_received_ms") }
      : { id: this.#insert(point, hash, from), lastReceivedMs: from.receivedMs };
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
