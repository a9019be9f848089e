import type { Declaration, Instance, Job, JobId } from "@jobscope/tracker";

import type { Page } from "../../port/page.ts";
import type { JobDetail, JobQuery, JobWithRuns } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import type { Cursors } from "./cursor.ts";
import { limitOf } from "./page.ts";
import { lastRuns } from "./query-runs.ts";
import { jobTotals } from "./totals.ts";

const MAX_RUNS_PER_JOB = 100;

const jobOf = (row: Row): Job => parseAggregate<Job>(textOf(row, "data"));

const clampRuns = (runs: number): number => Math.min(MAX_RUNS_PER_JOB, Math.max(0, Math.trunc(runs)));

export function findJob(connection: Connection, id: JobId): Job | undefined {
  const row = connection.get("SELECT data FROM jobs WHERE key = ?", id);
  return row && jobOf(row);
}

/** Absent filters match all: the index `jobs_filter` holds every column that is compared here. */
export const JOB_IDS = `SELECT key, id FROM jobs WHERE key > :after
  AND (:environment IS NULL OR environment = :environment) AND (:namespace IS NULL OR namespace = :namespace)
  AND (:service IS NULL OR service = :service) AND (:job IS NULL OR name = :job)
  AND (:health IS NULL OR health IN (SELECT value FROM json_each(:health))) ORDER BY key LIMIT :count`;

/** Jobs by id: a job never changes its place, so pages are stable whatever is written in between. */
export function queryJobs(connection: Connection, cursors: Cursors, query: JobQuery): Page<JobWithRuns> {
  const limit = limitOf(query);
  const after = query.cursor === undefined ? "" : String(cursors.decode("jobs", query, query.cursor).sort);
  const rows: Row[] = connection.statement(JOB_IDS).all({
    after,
    environment: query.environment ?? null,
    namespace: query.namespace ?? null,
    service: query.service ?? null,
    job: query.job ?? null,
    health: query.health === undefined ? null : JSON.stringify(query.health),
    count: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const items = shown.map((row) => jobWithRuns(connection, numberOf(row, "id"), query.runsPerJob));
  const last = shown.at(-1);
  if (rows.length <= limit || last === undefined) return { items };
  const position = { sort: textOf(last, "key"), id: numberOf(last, "id") };
  return { items, nextCursor: cursors.encode("jobs", query, position) };
}

function jobWithRuns(connection: Connection, id: number, runs: number): JobWithRuns {
  const row = connection.get("SELECT data FROM jobs WHERE id = ?", id);
  if (row === undefined) throw new RangeError(`job number ${id} is gone`);
  return { job: jobOf(row), runs: lastRuns(connection, id, clampRuns(runs)) };
}

/** A job with its last runs, what its instances declared, and those instances. */
export function queryJob(connection: Connection, id: JobId, runs: number): JobDetail | undefined {
  const row = connection.get("SELECT id FROM jobs WHERE key = ?", id);
  if (row === undefined) return undefined;
  const number = numberOf(row, "id");
  const declared = "SELECT data FROM declarations WHERE job_id = ? ORDER BY instance_id";
  const instances = `SELECT data FROM instances
    WHERE id IN (SELECT instance_id FROM declarations WHERE job_id = ?) ORDER BY id`;
  return {
    ...jobWithRuns(connection, number, runs),
    declarations: connection.all(declared, number).map((r) => parseAggregate<Declaration>(textOf(r, "data"))),
    instances: connection.all(instances, number).map((r) => parseAggregate<Instance>(textOf(r, "data"))),
    totals: jobTotals(connection, number),
  };
}
