import type { Declaration, Instance, Job, TrackerSnapshot } from "@jobscope/tracker";

import { DAY_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { openRuns } from "../rows/run-rows.ts";
import { openSlots } from "../rows/slot-rows.ts";

/** A retired job is restored while it was seen within this time of the newest one: it may come back to life. */
const RETIRED_JOB_MS = 7 * DAY_MS;
/** An ended instance is restored while it was heard of within this time of the newest one, or something waits for it. */
const ENDED_INSTANCE_MS = DAY_MS;

const JOBS = `SELECT data FROM jobs
  WHERE retired = 0 OR last_seen_ms >= (SELECT max(last_seen_ms) FROM jobs) - ? ORDER BY key`;

/** What an ended instance is still needed for: its open runs and slots, and jobs that nobody declared after it. */
export const AWAITED_INSTANCES: string = `SELECT instance_id FROM runs WHERE state = 0 OR provisional = 1
  UNION SELECT k.id FROM slots l JOIN instance_keys k ON k.key = json_extract(l.data, '$.instanceKey')
    WHERE l.state IN (0, 5) OR l.provisional = 1
  UNION SELECT k.id FROM jobs j JOIN instance_keys k ON k.key = json_extract(j.data, '$.lastDeclarer')
    WHERE j.retired = 0`;
/** Sent heartbeats and is not known to have ended; one that never sent any stays `live` for ever. */
const RUNNING_INSTANCES = `SELECT id FROM instances
  WHERE (state = 'live' AND json_extract(data, '$.heartbeatIntervalMs') > 0)
  OR (state = 'lapsed' AND json_extract(data, '$.certain') IS NOT 1)`;
const INSTANCES = `SELECT id, data FROM instances WHERE id IN (${RUNNING_INSTANCES})
  OR last_received_ms >= (SELECT max(last_received_ms) FROM instances) - ? OR id IN (${AWAITED_INSTANCES})`;

/** Declarations of instances that are gone would pile up with each deployment, and be looked at with each event. */
const DECLARATIONS = `SELECT data FROM declarations WHERE instance_id IN (SELECT id FROM (${INSTANCES}))
  ORDER BY job_id, instance_id`;

const jobOf = (row: Row): Job => parseAggregate(textOf(row, "data"));
const declarationOf = (row: Row): Declaration => parseAggregate(textOf(row, "data"));
const instanceOf = (row: Row): Instance => parseAggregate(textOf(row, "data"));

/** Ages count from the newest record that is stored, not from now: a monitor that was down for days forgets nothing. */
export function loadSnapshot(connection: Connection): TrackerSnapshot {
  return {
    jobs: connection.all(JOBS, RETIRED_JOB_MS).map(jobOf),
    declarations: connection.all(DECLARATIONS, ENDED_INSTANCE_MS).map(declarationOf),
    instances: connection.all(`${INSTANCES} ORDER BY id`, ENDED_INSTANCE_MS).map(instanceOf),
    openRuns: openRuns(connection),
    openSlots: openSlots(connection),
  };
}
