import type { Cleared, Evidence } from "../../model/evaluation.ts";
import type { Labels } from "../../model/labels.ts";

/** What a look at one job, service, process or error gave. */
export type Verdict =
  | {
      readonly kind: "holds";
      readonly value: number;
      /** Event time since when it holds, where that is known. */
      readonly sinceMs?: number;
      readonly evidence: Evidence;
      readonly traits?: Labels;
    }
  /** It does not hold, and what is known says so. */
  | { readonly kind: "clear"; readonly cleared: Cleared }
  /** It does not hold for want of news: a window that ran empty, a run whose process is silent. */
  | { readonly kind: "faded"; readonly cleared: Cleared }
  /** Nobody can say. */
  | { readonly kind: "unknown" };

export const clear = (reason: string, rest: Omit<Cleared, "reason"> = {}): Verdict => ({
  kind: "clear",
  cleared: { reason, ...rest },
});

export const faded = (reason: string, rest: Omit<Cleared, "reason"> = {}): Verdict => ({
  kind: "faded",
  cleared: { reason, ...rest },
});
