import { lengthOf } from "../words.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { durationEvidence, jobEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";

export interface DegradationRule {
  readonly recent: number;
  readonly baseline: number;
  readonly factor: number;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

const factorOf = (value: number): string => `${Number(value.toFixed(1))}×`;

/**
 * All of the last successful runs took longer than `factor` times the median of those before them. Value: the fastest of
 * them over that median.
 */
export function judgeDegradation({ recent, baseline, factor }: DegradationRule): JudgeJob {
  return (job) => {
    const runs = job.durations.slice(-(recent + baseline));
    const last = runs.slice(-recent);
    const newest = last.at(-1);
    if (runs.length < recent + baseline || newest === undefined) {
      return clear(() => ({ reason: `only ${runs.length} successful runs are known, too few to compare` }));
    }
    const medianMs = medianOf(runs.slice(0, baseline).map(({ durationMs }) => durationMs));
    const fastestMs = Math.min(...last.map(({ durationMs }) => durationMs));
    const ratio = medianMs === 0 ? 0 : fastestMs / medianMs;
    if (ratio <= factor) {
      return clear(() => ({
        reason: `one of the last ${recent} successful runs took ${lengthOf(fastestMs)}, not above ${factorOf(factor)} the median of ${lengthOf(medianMs)}`,
      }));
    }
    const firstMs = last[0]?.endMs ?? newest.endMs;
    return {
      kind: "holds",
      value: ratio,
      sinceMs: newest.endMs,
      evidence: {
        ...jobEvidence(job),
        ...durationEvidence(newest),
        firstMs,
        lastMs: newest.endMs,
        finding: `Each of the last ${recent} successful runs took at least ${lengthOf(fastestMs)}, ${factorOf(ratio)} the median of ${lengthOf(medianMs)} of the ${baseline} before them (threshold ${factorOf(factor)}).`,
      },
      traits: traitsOf(job),
    };
  };
}
