import type { AnyValue, MetricDescriptor, MetricPoint } from "@jobscope/otlp";

/** What a stored point has in common with the others of its stream, and its times. */
export type PointFrame = Pick<MetricPoint, "resource" | "scope" | "attributes" | "startMs" | "timeMs" | "flags"> & {
  readonly metric: MetricDescriptor;
};

const optional = (value: number | undefined): number | null => value ?? null;

/** The value of a point as one list, in the order of its type's fields. */
export function pointValue(point: MetricPoint): AnyValue {
  if ("value" in point) return point.value;
  if (point.kind === "summary") {
    return [point.count, point.sum, point.quantiles.map(({ quantile, value }) => [quantile, value])];
  }
  const { count, sum, min, max } = point;
  const summary = [count, optional(sum), optional(min), optional(max)];
  if (point.kind === "histogram") return [...summary, point.bucketCounts, point.bounds];
  const { scale, zeroCount, zeroThreshold, positive, negative } = point;
  const buckets = [positive.offset, positive.counts, negative.offset, negative.counts];
  return [...summary, scale, zeroCount, zeroThreshold, ...buckets];
}

/** The point again. */
export function pointOf(frame: PointFrame, value: AnyValue | undefined): MetricPoint {
  const { kind } = frame.metric;
  const fields = listOf(value);
  switch (kind) {
    case "gauge":
    case "sum":
      return { ...frame, kind, value: typeof value === "bigint" ? value : numberAt([value], 0) };
    case "summary":
      return {
        ...frame,
        kind,
        count: numberAt(fields, 0),
        sum: numberAt(fields, 1),
        quantiles: listOf(fields[2]).map((pair) => ({
          quantile: numberAt(listOf(pair), 0),
          value: numberAt(listOf(pair), 1),
        })),
      };
    case "histogram":
      return { ...frame, kind, ...summaryOf(fields), bucketCounts: numbersAt(fields, 4), bounds: numbersAt(fields, 5) };
    case "exponential_histogram":
      return {
        ...frame,
        kind,
        ...summaryOf(fields),
        scale: numberAt(fields, 4),
        zeroCount: numberAt(fields, 5),
        zeroThreshold: numberAt(fields, 6),
        positive: { offset: numberAt(fields, 7), counts: numbersAt(fields, 8) },
        negative: { offset: numberAt(fields, 9), counts: numbersAt(fields, 10) },
      };
  }
}

type Fields = readonly (AnyValue | undefined)[];

const listOf = (value: AnyValue | undefined): Fields => (Array.isArray(value) ? value : []);

function numberAt(fields: Fields, index: number): number {
  const value = fields[index];
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  throw new TypeError(`stored point: field ${index} is no number`);
}

const numbersAt = (fields: Fields, index: number): readonly number[] =>
  listOf(fields[index]).map((_, at, list) => numberAt(list, at));

function summaryOf(fields: Fields): {
  readonly count: number;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
} {
  const maybe = (index: number): number | undefined => (fields[index] === null ? undefined : numberAt(fields, index));
  return { count: numberAt(fields, 0), sum: maybe(1), min: maybe(2), max: maybe(3) };
}
