/** Bounds and times of the outbox, milliseconds unless said. */
export interface OutboxLimits {
  /** Messages waiting for one channel, 10,000 by default. */
  readonly waiting: number;
  /** More than so many messages waiting for a channel are summed up, 20 by default. */
  readonly digestAbove: number;
  /** How long what waits is summed up after that, 5 min by default: the rest of a storm is no message each. */
  readonly digestForMs: number;
  /** Alerts in a digest, 40 by default: less than a message takes, so that what joins while it waits is named too. */
  readonly digestAlerts: number;
  /** A firing is not sent after this, 24 h by default. */
  readonly firingDeadlineMs: number;
  /** A resolve is not sent after this, 72 h by default. */
  readonly resolvedDeadlineMs: number;
  /** Failures in a row that open a channel's circuit, 5 by default; and for how long, 60 s by default. */
  readonly circuitFailures: number;
  readonly circuitOpenMs: number;
  /** A channel that will never work is tried again this often, 1 h by default. */
  readonly brokenProbeMs: number;
  /** Retry-After is obeyed up to this, 1 h by default. */
  readonly retryAfterMaxMs: number;
  /** An attempt of which nothing is heard for this long is taken for cut off, 10 min by default. */
  readonly attemptLeaseMs: number;
  /** Delivered firings whose resolve is owed, 50,000 by default. */
  readonly owed: number;
  /** Ends that each channel was told of, so that no other group tells it again; 10,000 by default. */
  readonly ends: number;
}

const HOUR_MS = 3_600_000;

export const OUTBOX_LIMITS: OutboxLimits = {
  waiting: 10_000,
  digestAbove: 20,
  digestForMs: 300_000,
  digestAlerts: 40,
  firingDeadlineMs: 24 * HOUR_MS,
  resolvedDeadlineMs: 72 * HOUR_MS,
  circuitFailures: 5,
  circuitOpenMs: 60_000,
  brokenProbeMs: HOUR_MS,
  retryAfterMaxMs: HOUR_MS,
  attemptLeaseMs: 600_000,
  owed: 50_000,
  ends: 10_000,
};
