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
  | { readonly kind: "clear"; readonly why: Why }
  /** It does not hold for want of news: a window that ran empty. */
  | { readonly kind: "faded"; readonly why: Why }
  /** Nobody can say. */
  | { readonly kind: "unknown" };

/** Put into words only where an alert ends: most looks at most jobs find nothing that held before. */
export type Why = () => Cleared;

export const clear = (why: Why): Verdict => ({ kind: "clear", why });
export const faded = (why: Why): Verdict => ({ kind: "faded", why });
