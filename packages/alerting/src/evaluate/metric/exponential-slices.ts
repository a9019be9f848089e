import type { HistogramWindow } from "../../model/series.ts";

export type Exponential = Extract<HistogramWindow["buckets"], { kind: "exponential" }>;

/** A populated bucket with its edges. */
export interface Slice {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  readonly isZero: boolean;
}

/** Populated buckets in ascending order of value. */
export function slicesOf(buckets: Exponential): readonly Slice[] {
  const { scale, zeroCount, zeroThreshold, positive, negative } = buckets;
  const below = sliceSide(negative, scale).map(({ lower, upper, count }) => ({
    lower: -upper,
    upper: -lower,
    count,
    isZero: false,
  }));
  const above = sliceSide(positive, scale);
  const zero = zeroCount > 0 ? [zeroSlice({ zeroCount, zeroThreshold }, below.length > 0, above.length > 0)] : [];
  return [...below.toReversed(), ...zero, ...above];
}

function sliceSide(side: Exponential["positive"], scale: number): Slice[] {
  const slices: Slice[] = [];
  for (let index = 0; index < side.counts.length; index += 1) {
    const count = side.counts[index] ?? 0;
    if (count <= 0) continue;
    const edge = side.offset + index;
    slices.push({ lower: 2 ** (edge * 2 ** -scale), upper: 2 ** ((edge + 1) * 2 ** -scale), count, isZero: false });
  }
  return slices;
}

/** Where only one sign was measured, what is about nought has that sign. */
function zeroSlice(
  { zeroCount, zeroThreshold }: Pick<Exponential, "zeroCount" | "zeroThreshold">,
  hasNegative: boolean,
  hasPositive: boolean,
): Slice {
  return {
    lower: !hasNegative && hasPositive ? 0 : -zeroThreshold,
    upper: !hasPositive && hasNegative ? 0 : zeroThreshold,
    count: zeroCount,
    isZero: true,
  };
}
