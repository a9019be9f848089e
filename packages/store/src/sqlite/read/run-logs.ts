import type { Run } from "@jobscope/tracker";

import type { StoredLog } from "../../port/logs.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import { logOf } from "../rows/record-rows.ts";
import { ownerOfRun } from "../rows/run-owner.ts";
import { runIdOf } from "../rows/run-rows.ts";

const MAX_RECORDS = 1_000;
/** Records at each end of a run among which its events are looked for: it may have logged millions in between. */
const NEAR_END = 5_000;

const EVENT = "event_name >= 'job.' AND event_name < 'job/'";
const ofRun = (wanted: string): string => `WITH near AS (
    SELECT id FROM (SELECT id FROM logs WHERE owner = ?1 ORDER BY time_ms, id LIMIT ${NEAR_END})
    UNION SELECT id FROM (SELECT id FROM logs WHERE owner = ?1 ORDER BY time_ms DESC, id DESC LIMIT ${NEAR_END}))
  SELECT l.* FROM near CROSS JOIN logs l ON l.id = near.id WHERE ${wanted}
    AND service_id = (SELECT id FROM services WHERE key = ?2) ORDER BY time_ms, l.id LIMIT ?3`;

export const EVENTS_OF_RUN: string = ofRun(EVENT);
export const LOGS_OF_RUN: string = ofRun(`NOT (${EVENT})`);
export const LOGS_OF_TRACE = "SELECT * FROM logs WHERE owner = ? ORDER BY time_ms, id LIMIT ?";

/**
 * Records that name the run, and those of its trace that name none, oldest first: at most 1,000 events and as many others,
 * so that a run that logs much still shows how it began and ended.
 */
export function logsOfRun(
  connection: Connection,
  run: Run,
): { readonly logs: readonly StoredLog[]; readonly truncated: boolean } {
  const trace = packHex(run.traceId);
  const named = [EVENTS_OF_RUN, LOGS_OF_RUN].flatMap((sql) =>
    connection.all(sql, ownerOfRun(runIdOf(run.key)), run.serviceId, MAX_RECORDS + 1),
  );
  const ofTrace = trace === null ? [] : connection.all(LOGS_OF_TRACE, trace, MAX_RECORDS + 1);
  const found = [...named, ...ofTrace].toSorted(oldestRowFirst);
  const events = found.filter(isEvent);
  const others = found.filter((row) => !isEvent(row));
  const shown = [...events.slice(0, MAX_RECORDS), ...others.slice(0, MAX_RECORDS)];
  return {
    logs: shown.toSorted(oldestRowFirst).map(logOf),
    truncated: events.length > MAX_RECORDS || others.length > MAX_RECORDS,
  };
}

const isEvent = (row: Row): boolean => textOf(row, "event_name").startsWith("job.");

const oldestRowFirst = (a: Row, b: Row): number =>
  numberOf(a, "time_ms") - numberOf(b, "time_ms") || numberOf(a, "id") - numberOf(b, "id");
