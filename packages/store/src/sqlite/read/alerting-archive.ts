import type { LogRecord, MetricPoint, Resource, Scope } from "@jobscope/otlp";
import type { Run } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { decodeAttributes, decodeValue } from "../rows/any-value.ts";
import { unpackHex } from "../rows/content-key.ts";
import { SEVERITY_ERROR } from "../rows/log-numbers.ts";
import { pointOf } from "../rows/point-value.ts";
import { runsByIds } from "../rows/run-rows.ts";
import { codeOf, RUN_STATES } from "../rows/states.ts";
import { metricOf } from "./metric-of.ts";

const SUCCESS = codeOf(RUN_STATES, "success");

const ENDED_SINCE = "SELECT id FROM runs WHERE end_ms >= ? ORDER BY end_ms, id";
const LAST_GOOD = "SELECT id FROM runs WHERE job_id = ? AND state = ? ORDER BY start_ms DESC LIMIT ?";
const ERRORS = `SELECT l.*, r.attributes AS resource_attributes, r.schema_url AS resource_url, c.name AS scope_name,
  c.version AS scope_version, c.attributes AS scope_attributes, c.schema_url AS scope_url
  FROM logs l JOIN resources r ON r.id = l.resource_id JOIN scopes c ON c.id = l.scope_id
  WHERE l.related IN (0, 1) AND l.received_ms >= ? AND l.severity >= ${SEVERITY_ERROR} ORDER BY l.received_ms, l.id LIMIT ?`;
const POINTS = `SELECT time_ms, start_ms, received_ms, flags, value FROM metric_points
  WHERE stream_id = ? AND time_ms >= ? ORDER BY time_ms, start_ms`;
const STREAMS = `SELECT m.*, r.attributes AS resource_attributes, r.schema_url AS resource_url, c.name AS scope_name,
  c.version AS scope_version, c.attributes AS scope_attributes, c.schema_url AS scope_url
  FROM metric_streams m JOIN resources r ON r.id = m.resource_id JOIN scopes c ON c.id = m.scope_id WHERE m.name = ?`;

/** Runs that ended at or after `sinceMs`, and the last `perJob` successful ones of each job, in order of their ends. */
export function recentRuns(connection: Connection, sinceMs: number, perJob: number): readonly Run[] {
  const ids = new Set(connection.all(ENDED_SINCE, sinceMs).map((row) => numberOf(row, "id")));
  for (const job of connection.all("SELECT id FROM jobs WHERE retired = 0")) {
    for (const row of connection.all(LAST_GOOD, numberOf(job, "id"), SUCCESS, perJob)) ids.add(numberOf(row, "id"));
  }
  const endOf = (run: Run): number => run.endMs ?? run.lastReceivedMs;
  return runsByIds(connection, [...ids]).toSorted((a, b) => endOf(a) - endOf(b));
}

/** ERROR records received at or after `sinceMs`, oldest first. */
export function errorRecords(connection: Connection, sinceMs: number, limit: number): readonly LogRecord[] {
  const origin = new OriginReader();
  return connection.all(ERRORS, sinceMs, limit).map((row) => ({
    ...origin.of(row),
    timeMs: numberOf(row, "time_ms"),
    observedMs: numberOf(row, "observed_ms"),
    severityNumber: numberOf(row, "severity"),
    severityText: textOf(row, "severity_text"),
    eventName: textOf(row, "event_name"),
    body: decodeValue(textOf(row, "body")),
    attributes: decodeAttributes(textOf(row, "attributes")),
    droppedAttributesCount: numberOf(row, "dropped"),
    traceId: unpackHex(row["trace_id"]),
    spanId: unpackHex(row["span_id"]),
    flags: numberOf(row, "flags"),
  }));
}

/** Points of these metrics of `sinceMs` or later, stream by stream, each in order of time. */
export function* storedPoints(
  connection: Connection,
  metrics: readonly string[],
  sinceMs: number,
): Generator<{ readonly point: MetricPoint; readonly receivedMs: number }> {
  const origin = new OriginReader();
  for (const stream of metrics.flatMap((name) => connection.all(STREAMS, name))) {
    const common = {
      ...origin.of(stream),
      metric: metricOf(stream),
      attributes: decodeAttributes(textOf(stream, "attributes")),
    };
    for (const row of connection.all(POINTS, numberOf(stream, "id"), sinceMs)) {
      const frame = {
        ...common,
        timeMs: numberOf(row, "time_ms"),
        startMs: numberOf(row, "start_ms"),
        flags: numberOf(row, "flags"),
      };
      yield { point: pointOf(frame, decodeValue(textOf(row, "value"))), receivedMs: numberOf(row, "received_ms") };
    }
  }
}

/** Equal resources and scopes are one object each, as on the wire. */
class OriginReader {
  readonly #resources = new Map<number, Resource>();
  readonly #scopes = new Map<number, Scope>();

  of(row: Row): { readonly resource: Resource; readonly scope: Scope } {
    return {
      resource: once(this.#resources, numberOf(row, "resource_id"), () => ({
        attributes: decodeAttributes(textOf(row, "resource_attributes")),
        schemaUrl: textOf(row, "resource_url"),
      })),
      scope: once(this.#scopes, numberOf(row, "scope_id"), () => ({
        name: textOf(row, "scope_name"),
        version: textOf(row, "scope_version"),
        attributes: decodeAttributes(textOf(row, "scope_attributes")),
        schemaUrl: textOf(row, "scope_url"),
      })),
    };
  }
}

function once<T>(known: Map<number, T>, id: number, make: () => T): T {
  const found = known.get(id);
  if (found !== undefined) return found;
  const made = make();
  known.set(id, made);
  return made;
}
