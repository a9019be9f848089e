import type { MetricPoint } from "@jobscope/otlp";

import type { MetricInterest } from "./interests.ts";
import type { MetricStream } from "./metric-stream.ts";
import type { MeterOrigin, MetricOrigin, Origins, ProcessOrigin } from "./origins.ts";

/**
 * Knows where the point at hand comes from. Points of one origin follow each other, so each step asks for nothing but what is
 * another object than before; a metric that nobody wants costs a look at its name.
 */
export class PointCursor {
  readonly #origins: Origins<MetricStream>;
  readonly #interests: ReadonlyMap<string, MetricInterest>;
  #point: MetricPoint | undefined;
  #process: ProcessOrigin<MetricStream> | undefined;
  #meter: MeterOrigin<MetricStream> | undefined;
  #origin: MetricOrigin<MetricStream> | undefined;
  #interest: MetricInterest | undefined;
  #previous: MetricStream | undefined;

  constructor(origins: Origins<MetricStream>, interests: ReadonlyMap<string, MetricInterest>) {
    this.#origins = origins;
    this.#interests = interests;
  }

  /** Undefined: nobody wants the metric. */
  get interest(): MetricInterest | undefined {
    return this.#interest;
  }

  /** Undefined: there are too many resources, scopes or metrics. */
  get origin(): MetricOrigin<MetricStream> | undefined {
    if (this.#meter === undefined || this.#point === undefined) return undefined;
    this.#origin ??= this.#origins.metric(this.#meter, this.#point.metric);
    return this.#origin;
  }

  moveTo(point: MetricPoint): void {
    const last = this.#point;
    this.#point = point;
    const isOtherProcess = last?.resource !== point.resource;
    const isOtherMetric = last?.metric !== point.metric;
    if (isOtherProcess) this.#process = this.#origins.process(point.resource);
    if (isOtherProcess || last?.scope !== point.scope) this.#meter = undefined;
    if (isOtherMetric) this.#interest = this.#interests.get(point.metric.name);
    if (isOtherMetric || this.#meter === undefined) {
      this.#origin = undefined;
      this.#previous = undefined;
    }
  }

  /** The stream that came next the last time. */
  get expected(): MetricStream | undefined {
    const expected = this.#previous === undefined ? this.#origin?.first : this.#previous.next;
    return expected?.isGone === true ? undefined : expected;
  }

  /** Notes that the stream comes next. */
  follow(stream: MetricStream): MetricStream {
    if (this.#previous !== undefined) this.#previous.next = stream;
    else if (this.#origin !== undefined) this.#origin.first = stream;
    this.#previous = stream;
    return stream;
  }

  /** The point speaks of its process and scope, whether or not anybody wants it. */
  note(receivedMs: number): void {
    const process = this.#process;
    const point = this.#point;
    if (process === undefined || point === undefined) return;
    process.heardMs = receivedMs;
    if (point.timeMs > process.newestMs) process.newestMs = point.timeMs;
    this.#meter ??= this.#origins.meter(process, point.scope, point.timeMs);
    if (this.#meter !== undefined) this.#meter.heardMs = receivedMs;
  }
}
