import type { JobId } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";

/** Which jobs a list is about, as its query names them. */
export interface JobFilter {
  readonly jobId?: JobId;
  readonly environment?: string;
  readonly namespace?: string;
  readonly service?: string;
  readonly job?: string;
}

/** The same as row numbers: the narrowest index that answers it, and the keys to look up there. */
export type JobScopeIds =
  | { readonly by: "all" }
  | { readonly by: "service"; readonly ids: readonly number[] }
  | { readonly by: "job"; readonly ids: readonly number[] };

type Condition = readonly [sql: string, value: string];

/** Resolves the names of a filter once, so that lists compare numbers only. */
export function resolveJobs(connection: Connection, filter: JobFilter): JobScopeIds {
  const ofService: Condition[] = [];
  if (filter.environment !== undefined) ofService.push(["s.environment = ?", filter.environment]);
  if (filter.namespace !== undefined) ofService.push(["s.namespace = ?", filter.namespace]);
  if (filter.service !== undefined) ofService.push(["s.service = ?", filter.service]);
  const ofJob: Condition[] = [];
  if (filter.jobId !== undefined) ofJob.push(["j.key = ?", filter.jobId]);
  if (filter.job !== undefined) ofJob.push(["j.name = ?", filter.job]);
  if (ofJob.length > 0) {
    const from = "job_keys j JOIN services s ON s.id = j.service_id";
    return { by: "job", ids: idsOf(connection, `SELECT j.id FROM ${from}`, [...ofJob, ...ofService]) };
  }
  if (ofService.length === 0) return { by: "all" };
  return { by: "service", ids: idsOf(connection, "SELECT s.id FROM services s", ofService) };
}

function idsOf(connection: Connection, select: string, conditions: readonly Condition[]): number[] {
  const where = conditions.map(([sql]) => sql).join(" AND ");
  const rows = connection.all(`${select} WHERE ${where}`, ...conditions.map(([, value]) => value));
  return rows.map((row) => numberOf(row, "id"));
}
