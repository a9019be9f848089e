import type { RunState, SlotState } from "@jobscope/tracker";

import type { CalendarQuery, CalendarSpan } from "../../port/metrics.ts";
import { QUARTER_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row } from "../database/row.ts";
import { MET_LATE, RUNS_STARTED, SLOTS_DUE } from "../rows/calendar-counts.ts";
import type { Owner } from "../rows/owners.ts";
import { EXPECTED, RUN_STATES, RUNNING, SLOT_STATES, stateOf } from "../rows/states.ts";
import { OWNER_COLUMNS, ownerColumn, ownerKeys, ownersInScope } from "./owners-in-scope.ts";

/** Spans as `[from, to]` in quarters: few, where the rows that they add up are many. */
const SPANS = `WITH spans (span, first, after) AS MATERIALIZED (SELECT key, value ->> 0, value ->> 1 FROM json_each(?))`;

export const COUNTS_IN_SPANS: string = `${SPANS} SELECT span, kind, state, sum(count) AS count
  FROM spans CROSS JOIN calendar_counts
  ON owner_kind = ? AND owner_id = ? AND quarter >= first AND quarter < after GROUP BY span, kind, state`;

/** What is open has no counts: running runs by start, expected slots by instant; a gap is never expected. */
const openRunsSql = (column: string): string => `${SPANS} SELECT span, ${RUNS_STARTED} AS kind, state, count(*) AS count
  FROM spans CROSS JOIN runs ON ${column}state = ${RUNNING} AND start_ms >= first * ${QUARTER_MS}
  AND start_ms < after * ${QUARTER_MS} GROUP BY span`;
const openSlotsSql = (column: string): string => `${SPANS} SELECT span, ${SLOTS_DUE} AS kind, state, count(*) AS count
  FROM spans CROSS JOIN slots ON ${column}state = ${EXPECTED} AND instant_ms >= first * ${QUARTER_MS}
  AND instant_ms < after * ${QUARTER_MS} GROUP BY span`;
export const OPEN_IN_SPANS: readonly string[] = OWNER_COLUMNS.flatMap((c) => [openRunsSql(c), openSlotsSql(c)]);

interface Draft {
  readonly fromMs: number;
  readonly slots: Partial<Record<SlotState, number>>;
  late: number;
  readonly runs: Partial<Record<RunState, number>>;
}

export function queryCalendar(connection: Connection, query: CalendarQuery): readonly CalendarSpan[] {
  const { boundaries } = query;
  const quarters = boundaries.map((ms) => Math.floor(ms / QUARTER_MS));
  const spans = JSON.stringify(quarters.slice(0, -1).map((first, span) => [first, quarters[span + 1]]));
  const drafts = new Map<number, Draft>();
  for (const owner of ownersInScope(connection, query)) {
    for (const row of rowsOf(connection, owner, spans)) {
      const span = numberOf(row, "span");
      const draft = drafts.get(span) ?? { fromMs: boundaries[span] ?? Number.NaN, slots: {}, late: 0, runs: {} };
      drafts.set(span, draft);
      count(draft, row);
    }
  }
  return [...drafts.values()].toSorted((a, b) => a.fromMs - b.fromMs);
}

function rowsOf(connection: Connection, owner: Owner, spans: string): readonly Row[] {
  const column = ownerColumn(owner);
  return [
    ...connection.all(COUNTS_IN_SPANS, spans, ...owner),
    ...connection.all(openRunsSql(column), spans, ...ownerKeys(owner)),
    ...connection.all(openSlotsSql(column), spans, ...ownerKeys(owner)),
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
