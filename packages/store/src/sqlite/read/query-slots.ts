import type { Slot } from "@jobscope/tracker";

import type { Page } from "../../port/page.ts";
import type { SlotQuery } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { slotsByIds } from "../rows/slot-rows.ts";
import { codeOf, SLOT_STATES } from "../rows/states.ts";
import type { Cursors } from "./cursor.ts";
import { resolveJobs } from "./job-scope.ts";
import { listPositions, type TimedList } from "./list-sql.ts";
import { limitOf, timedPage, timedStart } from "./page.ts";

export const SLOT_LIST: TimedList = { table: "slots", timeColumn: "instant_ms" };

const ALL_STATES = SLOT_STATES.map((_, code) => code);

/** Slots by instant, newest first. */
export function querySlots(connection: Connection, cursors: Cursors, query: SlotQuery): Page<Slot> {
  const limit = limitOf(query);
  const rows = listPositions(connection, SLOT_LIST, {
    scope: resolveJobs(connection, query),
    states: query.states === undefined ? ALL_STATES : [...new Set(query.states)].map((s) => codeOf(SLOT_STATES, s)),
    fromMs: query.fromMs,
    toMs: endOf(query),
    after: timedStart(cursors, "slots", query),
    limit: limit + 1,
  });
  return timedPage(rows, limit, {
    read: (ids) => slotsByIds(connection, ids),
    cursorAt: (last) => cursors.encode("slots", query, last),
  });
}

function endOf({ cursor, startBeforeMs, toMs }: SlotQuery): number | undefined {
  if (cursor !== undefined || startBeforeMs === undefined) return toMs;
  return Math.min(startBeforeMs, toMs ?? startBeforeMs);
}
