import type {
  Attributes,
  ExponentialHistogramPoint,
  HistogramPoint,
  MetricDescriptor,
  NumberPoint,
  Resource,
  Scope,
  SummaryPoint,
} from "@jobscope/otlp";

export interface MetricSourceOptions {
  readonly resource?: Attributes;
  readonly scope?: Partial<Scope>;
}

export interface PointTimes {
  readonly timeMs: number;
  readonly startMs?: number;
  readonly flags?: number;
}

interface SumTraits {
  readonly temporality?: "delta" | "cumulative";
  readonly isMonotonic?: boolean;
}

/** One process that sends metrics: points as the decoder gives them, of one resource and scope. */
export class MetricSource {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly #descriptors = new Map<string, MetricDescriptor>();

  constructor({ resource, scope }: MetricSourceOptions = {}) {
    this.resource = { attributes: resource ?? { "service.name": "shop" }, schemaUrl: "" };
    this.scope = { name: "meter", version: "1", attributes: {}, schemaUrl: "", ...scope };
  }

  gauge(name: string, value: number, at: PointTimes, attributes: Attributes = {}): NumberPoint {
    return { ...this.#base({ name, kind: "gauge" }, at, attributes), kind: "gauge", value };
  }

  sum(name: string, value: number | bigint, at: PointTimes & SumTraits, attributes: Attributes = {}): NumberPoint {
    const { temporality = "cumulative", isMonotonic = true } = at;
    const base = this.#base({ name, kind: "sum", temporality, isMonotonic }, at, attributes);
    return { ...base, kind: "sum", value };
  }

  histogram(
    name: string,
    value: Pick<HistogramPoint, "bounds" | "bucketCounts"> & Partial<HistogramPoint>,
    at: PointTimes & SumTraits,
    attributes: Attributes = {},
  ): HistogramPoint {
    const base = this.#base({ name, kind: "histogram", temporality: at.temporality ?? "cumulative" }, at, attributes);
    const count = value.bucketCounts.reduce((sum, part) => sum + part, 0);
    return { sum: undefined, min: undefined, max: undefined, count, ...value, ...base, kind: "histogram" };
  }

  exponential(
    name: string,
    value: Partial<ExponentialHistogramPoint>,
    at: PointTimes & SumTraits,
    attributes: Attributes = {},
  ): ExponentialHistogramPoint {
    const kind = "exponential_histogram";
    const empty = { offset: 0, counts: [] };
    const { positive = empty, negative = empty, zeroCount = 0 } = value;
    const count = [...positive.counts, ...negative.counts, zeroCount].reduce((sum, part) => sum + part, 0);
    const rest = { sum: undefined, min: undefined, max: undefined, scale: 0, zeroThreshold: 0 };
    const base = this.#base({ name, kind, temporality: at.temporality ?? "cumulative" }, at, attributes);
    return { ...rest, count, positive, negative, zeroCount, ...value, ...base, kind };
  }

  summary(name: string, value: { readonly count: number; readonly sum: number }, at: PointTimes): SummaryPoint {
    return { ...value, quantiles: [], ...this.#base({ name, kind: "summary" }, at, {}), kind: "summary" };
  }

  #base(metric: SumTraits & Pick<MetricDescriptor, "name" | "kind">, at: PointTimes, attributes: Attributes) {
    const { timeMs, startMs = 0, flags = 0 } = at;
    return {
      resource: this.resource,
      scope: this.scope,
      metric: this.#descriptor(metric),
      attributes,
      timeMs,
      startMs,
      flags,
    };
  }

  /** One object per metric, as in a request. */
  #descriptor(metric: SumTraits & Pick<MetricDescriptor, "name" | "kind">): MetricDescriptor {
    const { name, kind, temporality, isMonotonic = false } = metric;
    const key = `${name} ${kind} ${temporality} ${isMonotonic}`;
    const known = this.#descriptors.get(key);
    if (known !== undefined) return known;
    const number = temporality === undefined ? 0 : temporality === "delta" ? 1 : 2;
    const made: MetricDescriptor = { name, description: "", unit: "", kind, temporality: number, isMonotonic };
    this.#descriptors.set(key, made);
    return made;
  }
}
