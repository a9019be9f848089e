import { InvalidCursorError } from "@jobscope/store";
import type { Page, PageRequest } from "@jobscope/store";

/** Where an item stands: by number, greatest first, then by id. */
export type Position = readonly [order: number, id: string];

interface ListPage extends PageRequest {
  /** Name and filters of the list: a cursor is only good for the query that gave it. */
  readonly purpose: string;
}

/**
 * One page of a short list that the store gives whole. The cursor says after which item to go on, not after how many, so
 * that what comes or goes meanwhile moves nothing.
 */
export function pageList<T>(
  items: readonly T[],
  positionOf: (item: T) => Position,
  { limit, cursor, purpose }: ListPage,
): Page<T> {
  const after = cursor === undefined ? undefined : readCursor(cursor, purpose);
  const sorted = items.map((item) => ({ item, at: positionOf(item) })).toSorted((a, b) => compare(a.at, b.at));
  const rest = after === undefined ? sorted : sorted.filter(({ at }) => compare(at, after) > 0);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    ...(last !== undefined && page.length < rest.length && { nextCursor: writeCursor(last.at, purpose) }),
  };
}

function compare([orderA, idA]: Position, [orderB, idB]: Position): number {
  if (orderA !== orderB) return orderB - orderA;
  if (idA === idB) return 0;
  return idA < idB ? -1 : 1;
}

function writeCursor([order, id]: Position, purpose: string): string {
  return Buffer.from(JSON.stringify([purpose, order, id])).toString("base64url");
}

function readCursor(cursor: string, purpose: string): Position {
  const [given, order, id] = parse(cursor);
  if (given === purpose && typeof order === "number" && typeof id === "string") return [order, id];
  throw new InvalidCursorError("not a cursor of this list");
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
