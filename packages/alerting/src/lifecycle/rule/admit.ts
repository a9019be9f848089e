import type { Missing, Sample } from "../../model/evaluation.ts";
import type { Entry } from "./entry.ts";
import type { Target } from "./final-labels.ts";

export interface Holding {
  readonly sample: Sample;
  readonly target: Target;
  /** It does not hold: nothing is known of it, and the rule wants an alert for that. */
  readonly missing?: Missing;
}

export interface Admission {
  readonly admitted: readonly Holding[];
  /** Active alerts that must go. */
  readonly displaced: readonly Entry[];
  /** Samples and alerts that found no place. */
  readonly overflow: number;
}

/**
 * At most `limit` alerts of a rule. The first by fingerprint stay, so that it is always the same ones, whatever came first and
 * whatever a restart forgot; what fires already and is among the first keeps firing.
 */
export function admit(holding: readonly Holding[], others: readonly Entry[], limit: number): Admission {
  if (limit === 0 || holding.length + others.length <= limit) return { admitted: holding, displaced: [], overflow: 0 };
  const prints = [...holding.map(({ target }) => target.fingerprint), ...others.map(({ alert }) => alert.fingerprint)];
  const last = prints.toSorted()[limit - 1] ?? "";
  return {
    admitted: holding.filter(({ target }) => target.fingerprint <= last),
    displaced: others.filter(({ alert }) => alert.fingerprint > last),
    overflow: prints.length - limit,
  };
}
