import { idWithin, type Run, type RunState } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf, optionalNumberOf, type Row } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import type { Counters } from "../rows/counters.ts";
import { SOURCE_RUN } from "../rows/error-groups.ts";
import { runRefOf } from "../rows/run-rows.ts";

interface WrittenRun {
  readonly run: Run;
  readonly id: number;
  readonly serviceNumber: number;
  readonly jobId: number;
  readonly startMs: number;
  /** The row as it was. */
  readonly before: Row | undefined;
}

/** Columns of `runs` that {@link writeRunLinks} wants to know of the row as it was. */
export const LINK_COLUMNS = "error_group, previous_ref, trace_id";

const UPDATE = "UPDATE runs SET error_group = ?, previous_ref = ? WHERE id = ?";
export const ADOPT_LOGS = "UPDATE logs SET job_id = ? WHERE owner = ? AND job_id = 0";

export const FAILED: ReadonlySet<RunState> = new Set(["failure", "error", "timeout"]);

/** What follows from a run for other rows: the group of its error, the attempt before it, the logs of its trace. */
export function writeRunLinks(
  { connection, counters }: { readonly connection: Connection; readonly counters: Counters },
  written: WrittenRun,
): void {
  const { run, id, before } = written;
  const groupId = countError(counters, written);
  const previous = run.previousRunId === undefined ? null : runRefOf(idWithin(run.serviceId, run.previousRunId))[1];
  const isLinked = before !== undefined && before["previous_ref"] !== null;
  if (groupId !== groupBefore(before) || (previous !== null && !isLinked)) {
    connection.run(UPDATE, groupId ?? null, previous, id);
  }
  const trace = packHex(run.traceId);
  if (trace !== null && (before === undefined || before["trace_id"] === null)) {
    connection.run(ADOPT_LOGS, written.jobId, trace);
  }
}

const groupBefore = (before: Row | undefined): number | undefined => before && optionalNumberOf(before, "error_group");

/** Moves the run from the group in which it was to that in which it is. */
function countError(
  counters: Counters,
  { run, serviceNumber, jobId, startMs, before }: WrittenRun,
): number | undefined {
  const old = groupBefore(before);
  const left = before && old !== undefined ? placeBefore(before, old) : undefined;
  if (!FAILED.has(run.state)) {
    if (left !== undefined) counters.removeError(left);
    return undefined;
  }
  const texts = { message: run.errorMessage, stack: run.errorStack };
  const facts = { ...texts, errorType: run.errorType };
  const groupId = counters.errorGroup({ serviceId: run.serviceId, serviceNumber, source: SOURCE_RUN, facts });
  const place = { groupId, jobId, atMs: run.endMs ?? startMs };
  if (left?.groupId === groupId && left.jobId === jobId && left.atMs === place.atMs) {
    counters.retellError(place, texts);
    return groupId;
  }
  if (left !== undefined) counters.removeError(left);
  counters.addError(place, texts);
  return groupId;
}

function placeBefore(row: Row, groupId: number): { groupId: number; jobId: number; atMs: number } {
  const atMs = optionalNumberOf(row, "end_ms") ?? numberOf(row, "start_ms");
  return { groupId, jobId: numberOf(row, "job_id"), atMs };
}
