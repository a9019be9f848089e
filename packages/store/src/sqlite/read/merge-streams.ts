/** A row's place in a list sorted by time. */
export interface TimedPosition {
  readonly sort: number;
  readonly id: number;
}

/** The next rows of one sorted stream after a position; fewer than `limit` mean that it has ended. */
export type FetchStream<S> = (stream: S, after: TimedPosition, limit: number) => readonly TimedPosition[];

/** True if `a` comes before `b`. */
export type Precedes = (a: TimedPosition, b: TimedPosition) => boolean;

export const newestFirst: Precedes = (a, b) => a.sort > b.sort || (a.sort === b.sort && a.id > b.id);
export const oldestFirst: Precedes = (a, b) => a.sort < b.sort || (a.sort === b.sort && a.id < b.id);

interface Source<S> {
  readonly stream: S;
  buffer: readonly TimedPosition[];
  next: number;
  ended: boolean;
  readonly batch: number;
}

/**
 * The first `limit` rows of many streams that are sorted each: one stream per state, per service or job. So one index
 * per scope serves every combination of filters, and no query sorts. A stream is read in small batches, so that the
 * rows read stay near the rows returned.
 */
export function mergeStreams<S>(
  streams: readonly S[],
  fetch: FetchStream<S>,
  options: { readonly after: TimedPosition; readonly limit: number; readonly precedes: Precedes },
): TimedPosition[] {
  const batch = Math.min(options.limit, Math.ceil(options.limit / Math.max(1, streams.length)) + 4);
  const sources = streams.map((stream): Source<S> => ({ stream, buffer: [], next: 0, ended: false, batch }));
  for (const source of sources) refill(source, fetch, options.after);
  const merged: TimedPosition[] = [];
  while (merged.length < options.limit) {
    const best = firstOf(sources, options.precedes);
    const row = best?.buffer[best.next];
    if (best === undefined || row === undefined) break;
    merged.push(row);
    best.next += 1;
    if (best.next === best.buffer.length && !best.ended) refill(best, fetch, row);
  }
  return merged;
}

function refill<S>(source: Source<S>, fetch: FetchStream<S>, after: TimedPosition): void {
  source.buffer = fetch(source.stream, after, source.batch);
  source.next = 0;
  source.ended = source.buffer.length < source.batch;
}

function firstOf<S>(sources: readonly Source<S>[], precedes: Precedes): Source<S> | undefined {
  let best: Source<S> | undefined;
  let bestRow: TimedPosition | undefined;
  for (const source of sources) {
    const row = source.buffer[source.next];
    if (row === undefined || (bestRow !== undefined && !precedes(row, bestRow))) continue;
    best = source;
    bestRow = row;
  }
  return best;
}
