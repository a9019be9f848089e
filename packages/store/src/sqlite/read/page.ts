import type { Page, PageRequest } from "../../port/page.ts";
import type { Cursors } from "./cursor.ts";
import type { TimedPosition } from "./merge-streams.ts";

const MAX_LIMIT = 1_000;

/** Rows that a page may hold, whatever was asked for. */
export function limitOf(request: PageRequest): number {
  return Math.min(MAX_LIMIT, Math.max(1, Math.trunc(request.limit)));
}

/** Where a list sorted by time, newest first, goes on; `undefined` for its first page. */
export function timedStart(cursors: Cursors, list: string, query: PageRequest): TimedPosition | undefined {
  if (query.cursor === undefined) return undefined;
  const { sort, id } = cursors.decode(list, query, query.cursor);
  return { sort: Number(sort), id };
}

/** A page of `rows`, of which one more than `limit` was asked for, to know whether there is another page. */
export function timedPage<T>(
  rows: readonly TimedPosition[],
  limit: number,
  page: {
    readonly read: (ids: readonly number[]) => readonly T[];
    readonly cursorAt: (last: TimedPosition) => string;
  },
): Page<T> {
  const shown = rows.slice(0, limit);
  const items = page.read(shown.map(({ id }) => id));
  const last = shown.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: page.cursorAt(last) } : { items };
}
