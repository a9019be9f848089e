/** Bounds of one `sanitize()` call. What lies beyond is replaced, never passed on unseen. */
export interface Limits {
  /** Levels of nesting; deeper values become `[REDACTED:depth]`. Default 64. */
  readonly maxDepth: number;
  /** Keys, elements and leaves of one value together; what comes after becomes `[REDACTED:size]`. Default 200,000. */
  readonly maxNodes: number;
  /** UTF-16 units of one string; what comes after becomes `[REDACTED:length]`. Default 16,777,216. */
  readonly maxStringLength: number;
}

export const defaultLimits: Limits = Object.freeze({
  maxDepth: 64,
  maxNodes: 200_000,
  maxStringLength: 16 * 1024 * 1024,
});
