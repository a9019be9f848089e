import type { Slot } from "@jobscope/tracker";

import type { UpcomingQuery } from "../../port/metrics.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import type { Owner } from "../rows/owners.ts";
import { slotsByIds } from "../rows/slot-rows.ts";
import { EXPECTED } from "../rows/states.ts";
import { type FetchStream, mergeStreams, oldestFirst } from "./merge-streams.ts";
import { OWNER_COLUMNS, ownerColumn, ownerKeys, ownersInScope } from "./owners-in-scope.ts";
import { limitOf } from "./page.ts";

const upcomingSql = (column: string): string => `SELECT instant_ms AS sort, id FROM slots
  WHERE ${column}state = ${EXPECTED} AND (instant_ms, id) > (?, ?) ORDER BY instant_ms, id LIMIT ?`;
export const UPCOMING: readonly string[] = OWNER_COLUMNS.map(upcomingSql);

/** Expected slots from an instant on. */
export function queryUpcoming(connection: Connection, query: UpcomingQuery): readonly Slot[] {
  const fetch: FetchStream<Owner> = (owner, after, limit) =>
    connection
      .all(upcomingSql(ownerColumn(owner)), ...ownerKeys(owner), after.sort, after.id, limit)
      .map((row) => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") }));
  // No row has a negative id, so this position is just before every row of the instant.
  const rows = mergeStreams(ownersInScope(connection, query), fetch, {
    after: { sort: query.fromMs, id: -1 },
    limit: limitOf(query),
    precedes: oldestFirst,
  });
  return slotsByIds(
    connection,
    rows.map(({ id }) => id),
  );
}
