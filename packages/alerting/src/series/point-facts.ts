import type { MetricDescriptor, MetricPoint } from "@jobscope/otlp";

const NO_RECORDED_VALUE = 1;
const DELTA = 1;

/** The sender says that its stream has no value from here on. */
export function endsStream({ flags }: Pick<MetricPoint, "flags">): boolean {
  return (flags & NO_RECORDED_VALUE) !== 0;
}

export function isDelta({ temporality }: Pick<MetricDescriptor, "temporality">): boolean {
  return temporality === DELTA;
}
