import type { SQLInputValue } from "node:sqlite";

import { idWithin } from "@jobscope/tracker";

import type { LogQuery } from "../../port/logs.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import { categoryNumber, RARE_CATEGORIES, SEVERITY_ERROR } from "../rows/log-numbers.ts";
import { ownerOfRun } from "../rows/run-owner.ts";
import { runIdOf, runRefOf } from "../rows/run-rows.ts";
import type { JobScopeIds } from "./job-scope.ts";

/** One range of one index, newest first. */
export interface LogStream {
  readonly sql: string;
  readonly keys: readonly SQLInputValue[];
}

const RANGE = "time_ms >= ? AND (time_ms, id) < (?, ?) ORDER BY time_ms DESC, id DESC LIMIT ?";
const byIndex = (index: string, condition: string): string =>
  `SELECT time_ms AS sort, id FROM logs INDEXED BY ${index} WHERE ${condition}${condition && " AND "}${RANGE}`;

const RARE = RARE_CATEGORIES.map(categoryNumber);

type StreamName = "all" | "errors" | "service" | "job" | "category" | "trace" | "owner" | "ownerOfService";

/** Each reads one index from the newest backwards. */
export const LOG_STREAMS: { readonly [Name in StreamName]: string } = {
  all: byIndex("logs_by_time", ""),
  errors: byIndex("logs_of_errors", `severity >= ${SEVERITY_ERROR}`),
  service: byIndex("logs_by_service", "service_id = ?"),
  job: byIndex("logs_by_job", "job_id = ? AND job_id <> 0"),
  category: byIndex("logs_by_category", `category = ? AND category IN (${RARE.join(", ")})`),
  trace: byIndex("logs_by_trace", "trace_id = ?"),
  owner: byIndex("logs_by_owner", "owner = ?"),
  ownerOfService: byIndex("logs_by_owner", "owner = ? AND service_id = ?"),
};

const RUN = "SELECT trace_id FROM runs WHERE service_id = ? AND run_ref = ?";
export const RUNS_BY_ID =
  "SELECT r.trace_id FROM services s CROSS JOIN runs r ON r.service_id = s.id AND r.run_ref = ?";

/** The narrowest index, or ranges of it, that hold all that is asked for. What else is asked is looked up row by row. */
export function logStreams(connection: Connection, query: LogQuery, scope: JobScopeIds): readonly LogStream[] {
  if (query.runKey !== undefined) return streamsOfRun(connection, query.runKey);
  if (query.runId !== undefined) return streamsOfRunId(connection, query.runId);
  if (query.traceId !== undefined) return [{ sql: LOG_STREAMS.trace, keys: [packHex(query.traceId)] }];
  if (scope.by === "job") return scope.ids.map((id) => ({ sql: LOG_STREAMS.job, keys: [id] }));
  const categories = query.categories?.map(categoryNumber);
  if (categories?.every((number) => RARE.includes(number)) === true) {
    return categories.map((number) => ({ sql: LOG_STREAMS.category, keys: [number] }));
  }
  if ((query.minSeverity ?? 0) >= SEVERITY_ERROR) return [{ sql: LOG_STREAMS.errors, keys: [] }];
  if (scope.by === "service") return scope.ids.map((id) => ({ sql: LOG_STREAMS.service, keys: [id] }));
  return [{ sql: LOG_STREAMS.all, keys: [] }];
}

/** Records that name the run, and those of its trace that name none. */
function streamsOfRun(connection: Connection, runKey: string): readonly LogStream[] {
  const [serviceId, ref] = runRefOf(runKey);
  const service = connection.get("SELECT id FROM services WHERE key = ?", serviceId);
  if (service === undefined) return [];
  const serviceNumber = numberOf(service, "id");
  const own = { sql: LOG_STREAMS.ownerOfService, keys: [ownerOfRun(runIdOf(runKey)), serviceNumber] };
  return [own, ...streamsOfTraces(connection.all(RUN, serviceNumber, ref))];
}

function streamsOfRunId(connection: Connection, runId: string): readonly LogStream[] {
  const own = { sql: LOG_STREAMS.owner, keys: [ownerOfRun(runId)] };
  return [own, ...streamsOfTraces(connection.all(RUNS_BY_ID, runRefOf(idWithin("", runId))[1]))];
}

type Rows = ReturnType<Connection["all"]>;

function streamsOfTraces(runs: Rows): readonly LogStream[] {
  const traces = runs.flatMap(({ trace_id: trace }) => (trace === null || trace === undefined ? [] : [trace]));
  return traces.map((trace) => ({ sql: LOG_STREAMS.owner, keys: [trace] }));
}
