import type { MetricPoint } from "@jobscope/otlp";
import type { InstanceKey } from "@jobscope/tracker";

import type { StreamSelector } from "../../model/rule.ts";
import type { Selection, SeriesLimits, SeriesStats, SeriesStore, Stream } from "../../model/series.ts";
import { lookupIn } from "./attribute-text.ts";
import type { Beginnings } from "./basis.ts";
import { attributesKey } from "./canonical-key.ts";
import type { CounterOptions } from "./counter-track.ts";
import { expireIdle } from "./expire-idle.ts";
import { addWish, type MetricInterest } from "./interests.ts";
import { MetricStream } from "./metric-stream.ts";
import { counterOptionsOf, newTrack } from "./new-track.ts";
import { type MetricOrigin, Origins } from "./origins.ts";
import { PointCursor } from "./point-cursor.ts";
import { sameAttributes } from "./same-attributes.ts";
import type { SelectionList } from "./selection-list.ts";
import { type Bounds, boundsOf, newTally, type Tally } from "./tally.ts";
import { Unwanted } from "./unwanted.ts";

/** A process that began this shortly before the watch has told nobody else before. */
const WATCH_TOLERANCE_MS = 60_000;

export function createSeriesStore(limits: SeriesLimits = {}): SeriesStore {
  return new MetricSeriesStore(limits);
}

/** A stream that a rule may want. */
interface Candidate {
  readonly origin: MetricOrigin<MetricStream>;
  readonly interest: MetricInterest;
  readonly point: MetricPoint;
  readonly key: string;
}

class MetricSeriesStore implements SeriesStore {
  readonly #bounds: Bounds;
  readonly #tally: Tally = newTally();
  readonly #origins: Origins<MetricStream>;
  readonly #interests = new Map<string, MetricInterest>();
  readonly #unwanted = new Unwanted();
  #watchedSinceMs: number | undefined;
  /** Newest time of a stream that was refused or forgotten: should it come back, what it had counted by then is nothing new. */
  #unwatchedMs = 0;
  #request = 0;

  constructor(limits: SeriesLimits) {
    this.#bounds = boundsOf(limits);
    this.#watchedSinceMs = limits.watchedSinceMs;
    this.#origins = new Origins(this.#bounds.streams);
  }

  get stats(): SeriesStats {
    return { ...this.#tally };
  }

  select(selector: StreamSelector, horizonMs: number, keepMs: number = horizonMs): Selection {
    return addWish(this.#interests, { selector, horizonMs, keepMs, isLate: this.#request > 0 });
  }

  accept(points: readonly MetricPoint[], receivedMs: number): readonly Stream[] {
    this.#watchedSinceMs ??= receivedMs;
    this.#request += 1;
    const touched: MetricStream[] = [];
    const cursor = new PointCursor(this.#origins, this.#interests);
    for (const point of points) {
      cursor.moveTo(point);
      const stream = this.#take(cursor, point, receivedMs);
      if (stream === undefined || stream.touchedIn === this.#request) continue;
      stream.touchedIn = this.#request;
      touched.push(stream);
      for (const selection of stream.selections) selection.touch(stream);
    }
    return touched;
  }

  /** The stream, if the point is new to it. */
  #take(cursor: PointCursor, point: MetricPoint, receivedMs: number): MetricStream | undefined {
    const { interest } = cursor;
    if (!(point.timeMs > 0 && point.timeMs <= receivedMs + this.#bounds.futureMs)) {
      if (interest !== undefined) this.#tally[point.timeMs > 0 ? "tooNew" : "invalid"] += 1;
      return undefined;
    }
    cursor.note(receivedMs);
    if (interest === undefined) return undefined;
    const stream = this.#streamOf(cursor, point, receivedMs);
    const { horizonMs } = interest;
    const arrival = { receivedMs, horizonMs, bounds: this.#bounds, tally: this.#tally };
    return stream?.accept(point, arrival) === true ? stream : undefined;
  }

  #streamOf(cursor: PointCursor, point: MetricPoint, receivedMs: number): MetricStream | undefined {
    const { origin, interest } = cursor;
    if (interest === undefined) return undefined;
    if (origin === undefined) {
      this.#tally.overflowed += 1;
      return undefined;
    }
    const expected = cursor.expected;
    const isAhead = ({ newestMs }: MetricStream): boolean => this.#isAhead(newestMs, point, receivedMs);
    const isNext = expected !== undefined && sameAttributes(expected.attributes, point.attributes);
    if (isNext && !isAhead(expected)) return cursor.follow(expected);
    const key = attributesKey(point.attributes);
    const known = origin.streams.get(key);
    if (known !== undefined && !isAhead(known)) return cursor.follow(known);
    if (known !== undefined) this.#beginAnew(known, point);
    if (this.#unwanted.has(origin, key)) return undefined;
    const selections = wantedBy(interest, point);
    if (selections.length > 0) return this.#create({ origin, interest, point, key }, selections);
    this.#unwanted.add(origin, key);
    return undefined;
  }

  #create(candidate: Candidate, selections: readonly SelectionList[]): MetricStream | undefined {
    const { origin, point, key } = candidate;
    if (this.#tally.streams >= this.#bounds.streams) {
      this.#tally.overflowed += 1;
      origin.hasGaps = true;
      this.#unwatchedMs = Math.max(this.#unwatchedMs, point.timeMs);
      return undefined;
    }
    const track = newTrack(point.metric, this.#optionsOf(candidate));
    if (track === undefined) {
      this.#tally.invalid += 1;
      return undefined;
    }
    const stream = new MetricStream({ origin, attributes: point.attributes, attributesKey: key, track, selections });
    origin.streams.set(key, stream);
    for (const selection of selections) selection.add(stream);
    this.#tally.streams += 1;
    return stream;
  }

  #optionsOf(candidate: Candidate): CounterOptions {
    const { origin, point } = candidate;
    const beginnings = this.#beginningsOf(candidate);
    const { newSinceMs, absentAtMs } = origin.options?.beginnings ?? {};
    const isKnown = newSinceMs === beginnings.newSinceMs && absentAtMs === beginnings.absentAtMs;
    if (!isKnown || origin.options === undefined) {
      origin.options = counterOptionsOf(point.metric, beginnings, this.#tally);
    }
    return origin.options;
  }

  /** A meter sends all its streams each time: one that was not among them began later. */
  #beginningsOf({ origin, interest }: Candidate): Beginnings {
    const isCertain = !interest.isLate && !origin.hasGaps;
    const newSinceMs = Math.max((this.#watchedSinceMs ?? 0) - WATCH_TOLERANCE_MS, this.#unwatchedMs);
    return { newSinceMs, absentAtMs: isCertain ? origin.meter.firstMs : undefined };
  }

  setEnded(instances: ReadonlySet<InstanceKey>, ended: boolean): void {
    this.#origins.setEnded(instances, ended);
  }

  resourceNewestMs(stream: Stream): number {
    return stream instanceof MetricStream ? stream.origin.meter.process.newestMs : stream.newestMs;
  }

  expire(nowMs: number): void {
    const keptMs = (metric: string): number => Math.max(this.#bounds.idleMs, this.#interests.get(metric)?.keepMs ?? 0);
    expireIdle(this.#origins, {
      nowMs,
      keptMs,
      idleMs: this.#bounds.idleMs,
      forget: (stream) => this.#forget(stream),
      forgetMetric: (origin) => this.#unwanted.forget(origin),
    });
  }

  /** It holds what no clock says yet; or nearly, and what is measured now would be too old beside that. */
  #isAhead(newestMs: number, { timeMs }: MetricPoint, receivedMs: number): boolean {
    const { futureMs, outOfOrderMs } = this.#bounds;
    const aheadMs = newestMs - receivedMs;
    return aheadMs > futureMs || (aheadMs > outOfOrderMs && newestMs - timeMs > outOfOrderMs);
  }

  /**
   * Clocks were set back: what the stream holds lies where time has not come to yet, and all that follows would be too old
   * until then. What its counters counted meanwhile is a baseline.
   */
  #beginAnew(stream: MetricStream, { timeMs }: MetricPoint): void {
    const { origin } = stream;
    const unwatchedMs = Math.max(this.#unwatchedMs, timeMs);
    origin.streams.delete(stream.attributesKey);
    origin.hasGaps = true;
    this.#forget(stream);
    this.#unwatchedMs = unwatchedMs;
  }

  #forget(stream: MetricStream): void {
    stream.forget();
    for (const selection of stream.selections) selection.remove(stream);
    this.#unwatchedMs = Math.max(this.#unwatchedMs, stream.newestMs);
    this.#tally.streams -= 1;
    this.#tally.points -= stream.points;
  }
}

/** The one list for all streams where everybody wants them: there may be a million of them. */
function wantedBy({ selections }: MetricInterest, { attributes, resource }: MetricPoint): readonly SelectionList[] {
  const lookup = lookupIn(attributes, resource);
  const wanting = selections.filter(({ wants }) => wants(lookup));
  return wanting.length === selections.length ? selections : wanting;
}
