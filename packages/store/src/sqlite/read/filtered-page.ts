import { type FetchStream, mergeStreams, newestFirst, type Precedes, type TimedPosition } from "./merge-streams.ts";

/** Rows that are looked at for one page, whatever the filter: an answer is quick also where almost nothing passes it. */
export const MAX_EXAMINED = 2_500;
const MIN_CHUNK = 100;
/** Where little passes, more is looked at in one go. */
const GROWTH = 4;

export interface FilteredRequest<S, T> {
  readonly streams: readonly S[];
  readonly fetch: FetchStream<S>;
  readonly after: TimedPosition;
  readonly limit: number;
  /** Order of the streams; default: newest first. */
  readonly precedes?: Precedes;
  /** What passes of these rows, in their order. */
  readonly select: (rows: readonly TimedPosition[]) => readonly Selected<T>[];
}

export interface Selected<T> {
  readonly at: TimedPosition;
  readonly item: T;
}

export interface FilteredPage<T> {
  readonly items: readonly T[];
  /** Where the list goes on; undefined at its end. */
  readonly next: TimedPosition | undefined;
}

/** The next page of a list of which only some rows are wanted: it may be short, or empty, although the list goes on. */
export function filteredPage<S, T>(request: FilteredRequest<S, T>): FilteredPage<T> {
  const { streams, fetch, limit, select, precedes = newestFirst } = request;
  const found: Selected<T>[] = [];
  let { after } = request;
  let examined = 0;
  for (let chunk = Math.max(MIN_CHUNK, limit + 1); examined < MAX_EXAMINED; chunk *= GROWTH) {
    const count = Math.min(MAX_EXAMINED - examined, chunk);
    const rows = mergeStreams(streams, fetch, { after, limit: count, precedes });
    found.push(...select(rows));
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined) return { items: itemsOf(found, limit), next: last.at };
    if (rows.length < count) return { items: itemsOf(found, limit), next: undefined };
    after = rows.at(-1) ?? after;
    examined += rows.length;
  }
  return { items: itemsOf(found, limit), next: after };
}

function itemsOf<T>(found: readonly Selected<T>[], limit: number): readonly T[] {
  return found.slice(0, limit).map(({ item }) => item);
}
