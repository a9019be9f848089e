import { METRICS } from "@jobscope/semconv";

export interface MetricOptions {
  readonly unit: string;
  readonly description: string;
  readonly advice?: { explicitBucketBoundaries: number[] };
}

/** Unit, description and buckets as the registry has them. */
export function describe(name: string): MetricOptions {
  const metric = METRICS.find((candidate) => candidate.name === name);
  return {
    unit: metric?.unit ?? "1",
    description: metric?.brief ?? "",
    ...(metric?.bounds && { advice: { explicitBucketBoundaries: [...metric.bounds] } }),
  };
}
