import type { Run } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf, optionalNumberOf, type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { packHex } from "../rows/content-key.ts";
import type { Counters } from "../rows/counters.ts";
import type { KeyTables } from "../rows/key-tables.ts";
import type { RunCount } from "../rows/run-rollups.ts";
import { runJson, runRefOf, startOf } from "../rows/run-rows.ts";
import { codeOf, RUN_STATES, RUNNING } from "../rows/states.ts";
import { LINK_COLUMNS, writeRunLinks } from "./write-run-links.ts";

const FIND = `SELECT id, job_id, instance_id, state, start_ms, end_ms, duration_ms, data,
  ${LINK_COLUMNS} FROM runs WHERE service_id = ? AND run_ref = ?`;
const INSERT = `INSERT INTO runs (job_id, instance_id, state, provisional, start_ms, end_ms, duration_ms, error_type,
  trace_id, sequence, data, service_id, run_ref) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `UPDATE runs SET job_id = ?, instance_id = ?, state = ?, provisional = ?, start_ms = ?, end_ms = ?,
  duration_ms = ?, error_type = ?, trace_id = ?, sequence = ?, data = ? WHERE id = ?`;

const countOf = (row: Row, serviceId: number): RunCount => {
  const state = numberOf(row, "state");
  return {
    serviceId,
    jobId: numberOf(row, "job_id"),
    state,
    startMs: numberOf(row, "start_ms"),
    endMs: optionalNumberOf(row, "end_ms"),
    durationMs: optionalNumberOf(row, "duration_ms"),
    // Runs count once they have ended: of most that are written again there is nothing to parse.
    delayMs: state === RUNNING ? undefined : parseAggregate<Run>(textOf(row, "data")).delayMs,
  };
};

export interface ChangeTarget {
  readonly connection: Connection;
  readonly keys: KeyTables;
  readonly counters: Counters;
}

/** Writes the whole run; counts follow from the row that was there before, so a revision corrects them. */
export function writeRun({ connection, keys, counters }: ChangeTarget, run: Run): void {
  const [owner, ref] = runRefOf(run.key);
  const serviceNumber = keys.service(owner);
  const jobId = keys.job(run.jobId);
  const instanceId = keys.instance(run.instanceKey);
  const data = runJson(run);
  const before = connection.get(FIND, serviceNumber, ref);
  if (before && before["data"] === data && before["job_id"] === jobId && before["instance_id"] === instanceId) return;
  const state = codeOf(RUN_STATES, run.state);
  const startMs = startOf(run);
  const columns = [
    jobId,
    instanceId,
    state,
    Number(run.provisional),
    startMs,
    run.endMs ?? null,
    run.durationMs ?? null,
    run.errorType ?? null,
    packHex(run.traceId),
    counters.nextSequence(),
    data,
  ];
  const isNew = before === undefined;
  const id = isNew ? connection.insert(INSERT, ...columns, serviceNumber, ref) : numberOf(before, "id");
  if (isNew) {
    counters.addRows("runs", 1);
  } else {
    connection.run(UPDATE, ...columns, id);
  }
  const { endMs, durationMs, delayMs } = run;
  const counted = { serviceId: serviceNumber, jobId, state, startMs, endMs, durationMs, delayMs };
  counters.countRun(before && countOf(before, serviceNumber), counted);
  writeRunLinks({ connection, counters }, { run, id, serviceNumber, jobId, startMs, before });
}
