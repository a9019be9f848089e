/** Bounds of what is kept for outcome rules. What goes beyond one of them leaves, oldest first. */
export const LIMITS = {
  /** Outcomes of one job in its window: 24 h of a run every 10 s. */
  outcomesPerJob: 10_000,
  /** ERROR records, and as many failed runs, of one service in its window: a spike counts up to here. */
  errorsPerService: 10_000,
  /** Services known by their ERROR records or metrics alone: what comes from further ones is not counted. */
  strangers: 2000,
  /** Failed runs of one job whose error is known. */
  failuresPerJob: 8,
  /** Slots of one job that went wrong. */
  troublesPerJob: 64,
  /** Characters of an error message that are kept. */
  errorMessage: 500,
  /** Jobs of services that send no job events, and their streams: what comes from further ones is not counted. */
  metricJobs: 10_000,
  metricStreams: 50_000,
} as const;

/** An ended process of which nothing is owed is told of for a day. */
export const KEEP_INSTANCE_MS = 86_400_000;
/** Retired jobs leave a week later, as they do in the tracker. */
export const KEEP_RETIRED_MS: number = 7 * 86_400_000;
