import { isBeyond } from "../../evaluate/beyond-threshold.ts";
import type { Alert } from "../../model/alert.ts";
import type { Missing } from "../../model/evaluation.ts";
import type { Rule } from "../../model/rule.ts";
import { clear } from "./clear.ts";
import { fire, hold } from "./hold.ts";
import type { StepContext } from "./step-context.ts";

/** Whoever is silent this long will not come back to say that it is over, milliseconds. */
const STALE_FOR_MS = 86_400_000;
const SILENT_FOR_GOOD = { reason: "data_missing", detail: "Its source has been silent for a day." } as const;

/**
 * Nothing is known of it: its data is missing. A gap shorter than the rule's `missingForMs` tells nothing at all, neither
 * that it holds nor that it does not. A silent source resolves no alert: it becomes `stale`, for a day at most.
 */
export function miss(alert: Alert, missing: Missing, context: StepContext): Alert | undefined {
  const { rule, atMs } = context;
  const sinceMs = Math.min(alert.missingSinceMs ?? atMs, atMs);
  const gap = alert.missingSinceMs === sinceMs ? alert : { ...alert, missingSinceMs: sinceMs };
  if (alert.state === "resolved" || atMs - sinceMs < rule.missingForMs) return gap;
  if (rule.onMissing === "alert") return missingAlert(gap, context);
  if (missing === "source") return atMs - sinceMs < STALE_FOR_MS ? stale(gap) : clear(gap, SILENT_FOR_GOOD, context);
  switch (rule.onMissing) {
    case "keep":
      return gap;
    case "resolve":
      return clear(alert, { reason: "data_missing", detail: "No data for this series any more." }, context);
    case "zero":
      return holdsAtZero(rule)
        ? hold(alert, {}, context)
        : clear(alert, { reason: "data_missing", detail: "No data: counted as zero." }, context);
  }
}

function missingAlert(alert: Alert, context: StepContext): Alert {
  if (alert.state === "pending") return fire(alert, context.atMs, context);
  return alert.state === "stale" ? { ...alert, state: "firing" } : alert;
}

/** What never fired is forgotten; it begins anew if it still holds once its source is back. */
function stale(alert: Alert): Alert | undefined {
  if (alert.state === "pending") return undefined;
  return alert.state === "firing" ? { ...alert, state: "stale" } : alert;
}

function holdsAtZero({ condition }: Rule): boolean {
  return condition.kind === "threshold" && isBeyond(condition.threshold, 0, false);
}
