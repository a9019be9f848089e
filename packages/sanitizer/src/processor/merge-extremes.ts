export interface Extremes {
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Absent where one of the two does not know. */
export const mergeExtremes = (a: Extremes, b: Extremes): Extremes => ({
  ...(a.sum !== undefined && b.sum !== undefined && { sum: a.sum + b.sum }),
  ...(a.min !== undefined && b.min !== undefined && { min: Math.min(a.min, b.min) }),
  ...(a.max !== undefined && b.max !== undefined && { max: Math.max(a.max, b.max) }),
});
