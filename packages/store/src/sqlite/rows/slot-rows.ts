import type { JobId, Slot } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { type Row, textOf } from "../database/row.ts";
import { aggregateJson, parseAggregate } from "./aggregate-json.ts";
import { contentKey } from "./content-key.ts";
import { SLOT_STATES } from "./states.ts";

const OMITTED: ReadonlySet<string> = new Set(["serviceId", "jobId", "jobName"]);

const COLUMNS = `l.data, s.key AS service, j.key AS job, j.name AS job_name
  FROM slots l JOIN services s ON s.id = l.service_id JOIN job_keys j ON j.id = l.job_id`;

const INSTANT_IN_KEY = /@(\d{1,14})/;

/** Row key of a slot: its instant, read from its own key, and a hash of that key. */
export function slotRowKey(key: string): Uint8Array {
  return contentKey(Number(INSTANT_IN_KEY.exec(key)?.[1] ?? 0), key);
}

export function slotJson(slot: Slot): string {
  return aggregateJson(slot, OMITTED);
}

function slotOf(row: Row): Slot {
  return parseAggregate<Slot>(textOf(row, "data"), {
    serviceId: textOf(row, "service"),
    jobId: textOf(row, "job"),
    jobName: textOf(row, "job_name"),
  });
}

export function findSlot(connection: Connection, key: string): Slot | undefined {
  const row = connection.get(`SELECT ${COLUMNS} WHERE l.key = ?`, slotRowKey(key));
  return row && slotOf(row);
}

export function slotsByIds(connection: Connection, ids: readonly number[]): Slot[] {
  const statement = connection.statement(`SELECT ${COLUMNS} WHERE l.id = ?`);
  return ids.flatMap((id) => {
    const row = statement.get(id);
    return row === undefined ? [] : [slotOf(row)];
  });
}

/** Slots of a job whose instant lies within [fromMs, toMs], by instant. */
export function findSlots(connection: Connection, jobId: JobId, [fromMs, toMs]: readonly [number, number]): Slot[] {
  const sql = `SELECT ${COLUMNS} WHERE l.job_id = (SELECT id FROM job_keys WHERE key = ?) AND l.state = ?
    AND l.instant_ms BETWEEN ? AND ?`;
  const slots = SLOT_STATES.flatMap((_, state) => connection.all(sql, jobId, state, fromMs, toMs).map(slotOf));
  return slots.toSorted((a, b) => a.instantMs - b.instantMs);
}

/** Expected and unknown slots, and those whose verdict is provisional. */
export function openSlots(connection: Connection): Slot[] {
  return connection.all(`SELECT ${COLUMNS} WHERE l.state IN (0, 5) OR l.provisional = 1 ORDER BY l.id`).map(slotOf);
}
