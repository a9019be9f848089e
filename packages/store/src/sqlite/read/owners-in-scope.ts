import type { JobScope } from "../../port/scope.ts";
import type { Connection } from "../database/connection.ts";
import { ALL, type Owner, OWNER_JOB, OWNER_SERVICE } from "../rows/owners.ts";
import { resolveJobs } from "./job-scope.ts";

/**
 * Whose rows of counts add up to a scope: those of everything, of its services, or of its jobs. Several jobs are asked for
 * only by a name, which a service has once, so they are never more than the services.
 */
export function ownersInScope(connection: Connection, scope: JobScope): readonly Owner[] {
  const ids = resolveJobs(connection, scope);
  if (ids.by === "all") return [ALL];
  const kind = ids.by === "service" ? OWNER_SERVICE : OWNER_JOB;
  return ids.ids.map((id): Owner => [kind, id]);
}

/** The index column, with a comparison, that holds the rows of one owner in `runs` and `slots`; and its value. */
export const OWNER_COLUMNS: readonly string[] = ["", "service_id = ? AND ", "job_id = ? AND "];

export function ownerColumn([kind]: Owner): string {
  return OWNER_COLUMNS[kind] ?? "";
}

export function ownerKeys([kind, id]: Owner): readonly number[] {
  return kind === ALL[0] ? [] : [id];
}
