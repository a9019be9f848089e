import type { Run, RunKey } from "@jobscope/tracker";
import { partsOfId } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { type Row, textOf } from "../database/row.ts";
import { aggregateJson, parseAggregate } from "./aggregate-json.ts";
import { packId } from "./content-key.ts";
import { joinId, splitId } from "./key-tables.ts";

/** Fields that the row keeps as numbers of dimension tables, or that follow from them. */
const OMITTED: ReadonlySet<string> = new Set(["key", "serviceId", "jobId", "jobName", "instanceKey"]);

const COLUMNS = `r.run_ref, r.data, s.key AS service, j.key AS job, j.name AS job_name, i.key AS instance
  FROM runs r JOIN services s ON s.id = r.service_id JOIN job_keys j ON j.id = r.job_id
  JOIN instance_keys i ON i.id = r.instance_id`;

const RUN_KEY = "SELECT r.run_ref, s.key AS service FROM runs r JOIN services s ON s.id = r.service_id WHERE r.id = ?";

/** What lists sort by: the start, or the nearest thing known to it. */
export function startOf(run: Run): number {
  return run.startMs ?? run.endMs ?? run.scheduledMs ?? run.firstReceivedMs;
}

export function runJson(run: Run): string {
  return aggregateJson(run, OMITTED);
}

function unpackRef(row: Row): string {
  const ref = row["run_ref"];
  if (typeof ref === "string") return ref;
  if (!(ref instanceof Uint8Array)) throw new TypeError("column run_ref: expected bytes or text");
  const hex = Buffer.from(ref).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function runOf(row: Row): Run {
  const serviceId = textOf(row, "service");
  return parseAggregate<Run>(textOf(row, "data"), {
    key: joinId(serviceId, unpackRef(row)),
    serviceId,
    jobId: textOf(row, "job"),
    jobName: textOf(row, "job_name"),
    instanceKey: textOf(row, "instance"),
  });
}

/** The part of a run key that names the run within its service, as compactly as it goes. */
export function runRefOf(key: RunKey): readonly [serviceId: string, ref: string | Uint8Array] {
  const [serviceId, last] = splitId(key);
  return [serviceId, packId(last)];
}

/** The run id inside a key, decoded. */
export function runIdOf(key: RunKey): string {
  return partsOfId(key)?.at(-1) ?? splitId(key)[1];
}

export function findRun(connection: Connection, key: RunKey): Run | undefined {
  const [serviceId, ref] = runRefOf(key);
  const row = connection.get(`SELECT ${COLUMNS} WHERE s.key = ? AND r.run_ref = ?`, serviceId, ref);
  return row && runOf(row);
}

/** The key alone: what the run says of itself may be large. */
export function runKeyById(connection: Connection, id: number): RunKey | undefined {
  const row = connection.get(RUN_KEY, id);
  return row && joinId(textOf(row, "service"), unpackRef(row));
}

export function runsByIds(connection: Connection, ids: readonly number[]): Run[] {
  const statement = connection.statement(`SELECT ${COLUMNS} WHERE r.id = ?`);
  return ids.flatMap((id) => {
    const row = statement.get(id);
    return row === undefined ? [] : [runOf(row)];
  });
}

/** Running runs, and those whose verdict is provisional. */
export function openRuns(connection: Connection): Run[] {
  return connection.all(`SELECT ${COLUMNS} WHERE r.state = 0 OR r.provisional = 1 ORDER BY r.id`).map(runOf);
}
