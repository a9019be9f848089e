import type { Attributes, MetricDescriptor, MetricPoint, Resource } from "@jobscope/otlp";

import type { Reduce } from "../../model/rule.ts";
import type { HistogramWindow, Stream, WindowCount } from "../../model/series.ts";
import { endsStream } from "../point-facts.ts";
import type { MetricOrigin } from "./origins.ts";
import type { SelectionList } from "./selection-list.ts";
import type { Bounds, Tally } from "./tally.ts";
import type { Track } from "./track.ts";

/** Ends of a stream that are remembered. */
const MAX_ENDS = 16;

export interface StreamParts {
  readonly origin: MetricOrigin<MetricStream>;
  readonly attributes: Attributes;
  readonly attributesKey: string;
  readonly track: Track;
  readonly selections: readonly SelectionList[];
}

export interface Arrival {
  readonly receivedMs: number;
  readonly horizonMs: number;
  readonly bounds: Bounds;
  readonly tally: Tally;
}

/** One stream: who sends it, and its points within reach. */
export class MetricStream implements Stream {
  readonly origin: MetricOrigin<MetricStream>;
  readonly attributes: Attributes;
  /** Selections that it belongs to. */
  readonly selections: readonly SelectionList[];
  readonly #attributesKey: string;
  readonly #track: Track;
  newestMs = 0;
  heardMs = 0;
  /** The request in which it was last touched. */
  touchedIn = 0;
  /** The stream that followed in the last request: senders keep their order. */
  next: MetricStream | undefined;
  isGone = false;
  /** Times of points without a recorded value, ascending. */
  #ends: number[] | undefined;

  constructor({ origin, attributes, attributesKey, track, selections }: StreamParts) {
    this.origin = origin;
    this.attributes = attributes;
    this.selections = selections;
    this.#attributesKey = attributesKey;
    this.#track = track;
  }

  get key(): string {
    return `${this.origin.key}|${this.#attributesKey}`;
  }

  get attributesKey(): string {
    return this.#attributesKey;
  }

  get metric(): MetricDescriptor {
    return this.origin.metric;
  }

  get resource(): Resource {
    return this.origin.meter.process.resource;
  }

  get points(): number {
    return this.#track.length;
  }

  get intervalMs(): number {
    return this.#track.lastGapMs;
  }

  get isOrphaned(): boolean {
    return this.origin.meter.process.hasEnded;
  }

  get ended(): boolean {
    const end = this.#ends?.at(-1);
    return end !== undefined && end >= this.newestMs;
  }

  /** It is taken out of the store; whoever expects it to follow must not find it. */
  forget(): void {
    this.isGone = true;
    this.next = undefined;
  }

  /** True: it has a point, or an end, that it did not have. */
  accept(point: MetricPoint, arrival: Arrival): boolean {
    const { bounds, tally, receivedMs } = arrival;
    this.heardMs = Math.max(this.heardMs, receivedMs);
    if (point.timeMs < this.newestMs - this.#latenessMs(bounds)) {
      tally.tooOld += 1;
      return false;
    }
    if (endsStream(point)) return this.#end(point.timeMs);
    const before = this.#track.length;
    if (!this.#track.add(point)) return false;
    if (point.timeMs > this.newestMs) this.newestMs = point.timeMs;
    this.#trim(arrival);
    tally.points += this.#track.length - before;
    return true;
  }

  #latenessMs(bounds: Bounds): number {
    return Math.max(bounds.outOfOrderMs, 2 * this.#track.lastGapMs);
  }

  #trim({ bounds, tally, horizonMs }: Arrival): void {
    const full = tally.points >= bounds.points;
    const maxRows = full ? Math.max(1, this.#track.length - 1) : bounds.pointsPerStream;
    tally.overflowed += this.#track.trim(this.newestMs - horizonMs - this.#latenessMs(bounds), maxRows);
  }

  #end(timeMs: number): boolean {
    const ends = (this.#ends ??= []);
    if (ends.includes(timeMs)) return false;
    ends.push(timeMs);
    ends.sort((a, b) => a - b);
    if (ends.length > MAX_ENDS) ends.shift();
    return true;
  }

  /** Whether the stream ended between a point and `atMs`. */
  #endedBetween(pointMs: number, atMs: number): boolean {
    return this.#ends?.some((end) => end >= pointMs && end <= atMs) === true;
  }

  valueAt(atMs: number, lookbackMs: number): number | undefined {
    const found = this.#track.valueAt(atMs, lookbackMs);
    return found === undefined || this.#endedBetween(found.timeMs, atMs) ? undefined : found.value;
  }

  reduceOver(reduce: Reduce, atMs: number, windowMs: number): number | undefined {
    return this.#track.reduceOver(reduce, atMs, windowMs);
  }

  countIn(atMs: number, windowMs: number): WindowCount | undefined {
    return this.#track.countIn(atMs, windowMs);
  }

  extrapolatedIncrease(atMs: number, windowMs: number): number | undefined {
    return this.#track.extrapolatedIncrease(atMs, windowMs);
  }

  histogramIn(atMs: number, windowMs: number): HistogramWindow | undefined {
    return this.#track.histogramIn(atMs, windowMs);
  }
}
