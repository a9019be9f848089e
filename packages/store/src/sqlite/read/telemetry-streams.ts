import type { Resource } from "@jobscope/otlp";
import { ATTR_JOB_NAME } from "@jobscope/semconv";
import { identityOfResource } from "@jobscope/tracker";

import type { TelemetryQuery, TelemetrySeries } from "../../port/metrics.ts";
import type { JobScope } from "../../port/scope.ts";
import { DAY_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { decodeAttributes } from "../rows/any-value.ts";
import { ORIGIN_TOUCH_MS } from "../rows/origins.ts";
import { resolveJobs } from "./job-scope.ts";
import { metricOf } from "./metric-of.ts";

/** Streams that one answer holds at most. */
export const MAX_STREAMS = 500;
/** A sender's clock may run this far ahead of ours. */
const AHEAD_MS = DAY_MS;

export const STREAMS_OF_METRIC = `SELECT m.*, r.attributes AS resource_attributes, r.schema_url AS resource_url
  FROM metric_streams m CROSS JOIN resources r ON r.id = m.resource_id
  WHERE m.name = ? AND m.last_received_ms >= ?
  AND (?3 IS NULL OR r.service_id IN (SELECT value FROM json_each(?3))) ORDER BY m.last_received_ms DESC`;

/** A stream that may have points in the range, and what is the same for all of them. */
export interface TelemetryStream {
  readonly id: number;
  readonly lastReceivedMs: number;
  readonly metric: ReturnType<typeof metricOf>;
  readonly about: Omit<TelemetrySeries, "points">;
}

/** One more than an answer holds, those first that were received last. */
export function streamsInScope(connection: Connection, query: TelemetryQuery): readonly TelemetryStream[] {
  const scope = streamScope(connection, query);
  const sinceMs = query.fromMs - ORIGIN_TOUCH_MS - AHEAD_MS;
  return [...new Set(query.metrics)]
    .flatMap((metric) => streamsOf(connection, { metric, sinceMs, scope }))
    .toSorted((a, b) => b.lastReceivedMs - a.lastReceivedMs)
    .slice(0, MAX_STREAMS + 1);
}

interface StreamScope {
  /** JSON list of services; `null` for all. */
  readonly services: string | null;
  /** Where jobs are asked for: streams that name a job must name this one. Those that name none are of its process. */
  readonly jobName: string | undefined;
}

function streamScope(connection: Connection, scope: JobScope): StreamScope {
  const ids = resolveJobs(connection, scope);
  if (ids.by === "all") return { services: null, jobName: undefined };
  if (ids.by === "service") return { services: JSON.stringify(ids.ids), jobName: undefined };
  const jobs = ids.ids.flatMap((id) => connection.all("SELECT service_id, name FROM job_keys WHERE id = ?", id));
  const [first] = jobs;
  return {
    services: JSON.stringify(jobs.map((row) => numberOf(row, "service_id"))),
    jobName: first && textOf(first, "name"),
  };
}

function streamsOf(
  connection: Connection,
  asked: { readonly metric: string; readonly sinceMs: number; readonly scope: StreamScope },
): readonly TelemetryStream[] {
  const { services, jobName } = asked.scope;
  const found: TelemetryStream[] = [];
  for (const row of connection.statement(STREAMS_OF_METRIC).iterate(asked.metric, asked.sinceMs, services)) {
    const stream = streamOf(row);
    const named = stream.about.attributes[ATTR_JOB_NAME];
    if (jobName === undefined || named === undefined || named === jobName) found.push(stream);
    if (found.length > MAX_STREAMS) break;
  }
  return found;
}

function streamOf(row: Row): TelemetryStream {
  const resource: Resource = {
    attributes: decodeAttributes(textOf(row, "resource_attributes")),
    schemaUrl: textOf(row, "resource_url"),
  };
  const { service, instanceId } = identityOfResource(resource);
  const attributes = decodeAttributes(textOf(row, "attributes"));
  const metric = metricOf(row);
  return {
    id: numberOf(row, "id"),
    lastReceivedMs: numberOf(row, "last_received_ms"),
    metric,
    about: { metric: metric.name, unit: metric.unit, service, instanceId, attributes },
  };
}
