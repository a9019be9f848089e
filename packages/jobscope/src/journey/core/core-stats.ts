import type { IngestOutcome } from "@jobscope/otlp";

import type { CoreStats } from "./core-ports.ts";

/** At the start. */
export const NO_STATS: CoreStats = {
  groups: 0,
  requests: 0,
  malformed: 0,
  unavailable: 0,
  poisoned: 0,
  reloads: 0,
  lastCommitMs: 0,
  trouble: undefined,
  timerTrouble: undefined,
  alertingTrouble: undefined,
};

/** What one more group of requests adds. */
export function countGroup(stats: CoreStats, outcomes: readonly IngestOutcome[]): Partial<CoreStats> {
  const of = (kind: IngestOutcome["kind"]): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    groups: stats.groups + 1,
    requests: stats.requests + outcomes.length,
    malformed: stats.malformed + of("malformed") + of("too_large"),
    unavailable: stats.unavailable + of("unavailable"),
  };
}
