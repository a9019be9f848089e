import type { Declaration, Instance, Job, TrackerSnapshot } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { openRuns } from "../rows/run-rows.ts";
import { openSlots } from "../rows/slot-rows.ts";

/** A retired job is restored while it was seen within this time of the newest one: it may come back to life. */
const RETIRED_JOB_MS = 7 * 86_400_000;
/** An ended instance is restored while it was heard of within this time of the newest one. */
const ENDED_INSTANCE_MS = 86_400_000;

const jobOf = (row: Row): Job => parseAggregate(textOf(row, "data"));
const declarationOf = (row: Row): Declaration => parseAggregate(textOf(row, "data"));
const instanceOf = (row: Row): Instance => parseAggregate(textOf(row, "data"));

/** Ages count from the newest record that is stored, not from now: a monitor that was down for days forgets nothing. */
export function loadSnapshot(connection: Connection): TrackerSnapshot {
  const jobs = connection.all(
    `SELECT data FROM jobs WHERE retired = 0 OR last_seen_ms >= (SELECT max(last_seen_ms) FROM jobs) - ? ORDER BY key`,
    RETIRED_JOB_MS,
  );
  const instances = connection.all(
    `SELECT data FROM instances WHERE state IN ('live', 'lapsed')
      OR last_received_ms >= (SELECT max(last_received_ms) FROM instances) - ? ORDER BY id`,
    ENDED_INSTANCE_MS,
  );
  const declarations = connection.all("SELECT data FROM declarations ORDER BY job_id, instance_id");
  return {
    jobs: jobs.map(jobOf),
    declarations: declarations.map(declarationOf),
    instances: instances.map(instanceOf),
    openRuns: openRuns(connection),
    openSlots: openSlots(connection),
  };
}
