import type { Instance, JobHealth } from "@jobscope/tracker";

import type { StatusSummary, StoreHealth } from "../../port/read.ts";
import { DAY_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, textOf } from "../database/row.ts";
import { MAX_BYTES, readMeta } from "../database/settings.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { COUNTED_TABLES, readCounter } from "../rows/counters.ts";
import { JOB_HEALTHS, RUN_STATES, RUNNING } from "../rows/states.ts";
import { runsEndedWithin, slotsDecidedWithin } from "./totals.ts";

const MAX_INSTANCES = 1_000;
const NEWEST_INSTANCES = "SELECT data FROM instances ORDER BY last_received_ms DESC LIMIT ?";

function countOf(connection: Connection, sql: string, ...values: (string | number)[]): number {
  const row = connection.get(sql, ...values);
  return row === undefined ? 0 : numberOf(row, "n");
}

/** The overview at `nowMs`, from counters and small indexes: its cost does not grow with the runs that are stored. */
export function queryStatus(connection: Connection, nowMs: number): StatusSummary {
  const byHealth: Partial<Record<JobHealth, number>> = {};
  for (const health of JOB_HEALTHS) {
    const jobs = countOf(connection, "SELECT count(*) AS n FROM jobs WHERE health = ?", health);
    if (jobs > 0) byHealth[health] = jobs;
  }
  // Up to and including `nowMs`.
  const lastDay = [nowMs - DAY_MS, nowMs + 1] as const;
  return {
    jobs: countOf(connection, "SELECT count(*) AS n FROM jobs"),
    byHealth,
    running: countOf(connection, "SELECT count(*) AS n FROM runs WHERE state = ?", RUNNING),
    services: countOf(
      connection,
      "SELECT count(*) AS n FROM (SELECT DISTINCT environment, namespace, service FROM jobs)",
    ),
    liveInstances: countOf(connection, "SELECT count(*) AS n FROM instances WHERE state = 'live'"),
    last24h: runsEndedWithin(connection, lastDay),
    slots24h: slotsDecidedWithin(connection, lastDay),
    sequence: readCounter(connection, "sequence"),
  };
}

/** Start of the oldest run: the least of the first entries of the index, one per state. */
function oldestRun(connection: Connection): number | undefined {
  const sql = "SELECT start_ms FROM runs WHERE state = ? ORDER BY start_ms LIMIT 1";
  const starts = RUN_STATES.flatMap((_, state) => connection.all(sql, state).map((row) => numberOf(row, "start_ms")));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

export function queryHealth(connection: Connection): StoreHealth {
  const rows = Object.fromEntries(COUNTED_TABLES.map((table) => [table, readCounter(connection, table)]));
  const maxBytes = readMeta(connection, MAX_BYTES);
  return {
    bytes: connection.pragma("page_count") * connection.pragma("page_size"),
    maxBytes: maxBytes === undefined ? undefined : Number(maxBytes),
    rows: { ...rows, jobs: countOf(connection, "SELECT count(*) AS n FROM jobs") },
    oldestRunMs: oldestRun(connection),
    instances: connection
      .all(NEWEST_INSTANCES, MAX_INSTANCES)
      .map((row) => parseAggregate<Instance>(textOf(row, "data"))),
    instancesTotal: countOf(connection, "SELECT count(*) AS n FROM instances"),
  };
}
