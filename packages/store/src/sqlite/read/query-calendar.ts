import type { RunState, SlotState } from "@jobscope/tracker";

import type { CalendarQuarter, CalendarQuery } from "../../port/metrics.ts";
import { QUARTER_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row } from "../database/row.ts";
import { MET_LATE, RUNS_STARTED, SLOTS_DUE } from "../rows/calendar-counts.ts";
import type { Owner } from "../rows/owners.ts";
import { EXPECTED, RUN_STATES, RUNNING, SLOT_STATES, stateOf } from "../rows/states.ts";
import { OWNER_COLUMNS, ownerColumn, ownerKeys, ownersInScope } from "./owners-in-scope.ts";

export const QUARTERS_BETWEEN = `SELECT quarter, kind, state, count FROM calendar_counts
  WHERE owner_kind = ? AND owner_id = ? AND quarter >= ? AND quarter < ?`;

/** What is open has no counts: running runs by start, expected slots by instant; a gap is never expected. */
const openRunsSql = (column: string): string => `SELECT CAST(start_ms / ${QUARTER_MS} AS INTEGER) AS quarter,
  ${RUNS_STARTED} AS kind, state, count(*) AS count FROM runs
  WHERE ${column}state = ${RUNNING} AND start_ms >= ? AND start_ms < ? GROUP BY quarter`;
const openSlotsSql = (column: string): string => `SELECT CAST(instant_ms / ${QUARTER_MS} AS INTEGER) AS quarter,
  ${SLOTS_DUE} AS kind, state, count(*) AS count FROM slots
  WHERE ${column}state = ${EXPECTED} AND instant_ms >= ? AND instant_ms < ? GROUP BY quarter`;
export const OPEN_BY_QUARTER: readonly string[] = OWNER_COLUMNS.flatMap((c) => [openRunsSql(c), openSlotsSql(c)]);

interface Draft {
  readonly fromMs: number;
  readonly slots: Partial<Record<SlotState, number>>;
  late: number;
  readonly runs: Partial<Record<RunState, number>>;
}

/** Every quarter that touches the range. */
export function queryCalendar(connection: Connection, query: CalendarQuery): readonly CalendarQuarter[] {
  const from = Math.floor(query.fromMs / QUARTER_MS);
  const to = Math.ceil(query.toMs / QUARTER_MS);
  const drafts = new Map<number, Draft>();
  for (const owner of ownersInScope(connection, query)) {
    for (const row of rowsOf(connection, owner, [from, to])) {
      const quarter = numberOf(row, "quarter");
      const draft = drafts.get(quarter) ?? { fromMs: quarter * QUARTER_MS, slots: {}, late: 0, runs: {} };
      drafts.set(quarter, draft);
      count(draft, row);
    }
  }
  return [...drafts.values()].toSorted((a, b) => a.fromMs - b.fromMs);
}

function rowsOf(connection: Connection, owner: Owner, [from, to]: readonly [number, number]): readonly Row[] {
  const column = ownerColumn(owner);
  const range = [...ownerKeys(owner), from * QUARTER_MS, to * QUARTER_MS];
  return [
    ...connection.all(QUARTERS_BETWEEN, ...owner, from, to),
    ...connection.all(openRunsSql(column), ...range),
    ...connection.all(openSlotsSql(column), ...range),
  ];
}

function count(draft: Draft, row: Row): void {
  const state = numberOf(row, "state");
  const counted = numberOf(row, "count");
  if (row["kind"] === RUNS_STARTED) {
    const name = stateOf(RUN_STATES, state);
    draft.runs[name] = (draft.runs[name] ?? 0) + counted;
  } else if (state === MET_LATE) {
    draft.late += counted;
  } else {
    const name = stateOf(SLOT_STATES, state);
    draft.slots[name] = (draft.slots[name] ?? 0) + counted;
  }
}
