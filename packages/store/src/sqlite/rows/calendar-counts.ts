import { slotQuarters } from "../../rollup/slot-quarters.ts";
import { bucketAt, QUARTER_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { ownersOf } from "./owners.ts";
import type { RunCount } from "./run-rollups.ts";
import { EXPECTED, MET, RUNNING } from "./states.ts";

/** `kind` in `calendar_counts`. */
export const RUNS_STARTED = 0;
export const SLOTS_DUE = 1;
/** `state` of slots that were met late; they count as met too. */
export const MET_LATE = 100;

/** What one slot adds to the counts, or takes away from them with `sign` −1. */
export interface SlotCount {
  readonly sign: 1 | -1;
  readonly serviceId: number;
  readonly jobId: number;
  readonly state: number;
  readonly instantMs: number;
  readonly untilMs: number | undefined;
  readonly decidedMs: number | undefined;
  readonly weight: number;
  readonly late: boolean;
}

interface Delta {
  readonly serviceId: number;
  readonly jobId: number;
  readonly place: readonly [quarter: number, kind: number, state: number];
  count: number;
}

type RowKey = readonly [ownerKind: number, ownerId: number, quarter: number, kind: number, state: number];

const ADD = `INSERT INTO calendar_counts (owner_kind, owner_id, quarter, kind, state, count) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const ROW = "owner_kind = ?1 AND owner_id = ?2 AND quarter = ?3 AND kind = ?4 AND state = ?5";
/** No row is made: one that retention has deleted has nothing to take away from. */
const TAKE = `UPDATE calendar_counts SET count = count + ?6 WHERE ${ROW}`;
const DROP_EMPTY = `DELETE FROM calendar_counts WHERE ${ROW} AND count <= 0`;

/** Changes of `calendar_counts` of one transaction. */
export class CalendarCounts {
  readonly #connection: Connection;
  readonly #deltas = new Map<string, Delta>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  addRun({ serviceId, jobId, state, startMs }: RunCount, sign: 1 | -1): void {
    if (state === RUNNING) return;
    this.#add({ serviceId, jobId }, [bucketAt(QUARTER_MS, startMs), RUNS_STARTED, state], sign);
  }

  addSlot(slot: SlotCount): void {
    if (slot.state === EXPECTED) return;
    for (const [quarter, count] of slotQuarters(slot)) {
      this.#add(slot, [quarter, SLOTS_DUE, slot.state], slot.sign * count);
      if (slot.late && slot.state === MET) this.#add(slot, [quarter, SLOTS_DUE, MET_LATE], slot.sign * count);
    }
  }

  flush(): void {
    const rows = new Map<string, { readonly key: RowKey; count: number }>();
    for (const { serviceId, jobId, place, count } of this.#deltas.values()) {
      if (count === 0) continue;
      for (const [kind, id] of ownersOf(serviceId, jobId)) {
        const key: RowKey = [kind, id, ...place];
        const name = `${kind} ${id} ${place[0]} ${place[1]} ${place[2]}`;
        const row = rows.get(name);
        if (row === undefined) rows.set(name, { key, count });
        else row.count += count;
      }
    }
    for (const { key, count } of rows.values()) this.#write(key, count);
    this.discard();
  }

  discard(): void {
    this.#deltas.clear();
  }

  #write(key: RowKey, count: number): void {
    if (count > 0) this.#connection.run(ADD, ...key, count);
    if (count >= 0) return;
    this.#connection.run(TAKE, ...key, count);
    this.#connection.run(DROP_EMPTY, ...key);
  }

  #add(
    { serviceId, jobId }: { readonly serviceId: number; readonly jobId: number },
    place: Delta["place"],
    count: number,
  ): void {
    const name = `${jobId} ${place[0]} ${place[1]} ${place[2]}`;
    const delta = this.#deltas.get(name);
    if (delta === undefined) this.#deltas.set(name, { serviceId, jobId, place, count });
    else delta.count += count;
  }
}
