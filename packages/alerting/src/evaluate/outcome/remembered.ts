import type { Alert } from "../../model/alert.ts";
import type { Evidence } from "../../model/evaluation.ts";
import type { EvaluationContext } from "../../model/evaluator.ts";
import type { LabelsKey } from "../../model/labels.ts";

/** What an alert of the rule knew before a restart, and the facts do not know any more. */
export interface Remembered {
  readonly evidence: Evidence;
}

/** Alerts of this rule that are active, by their samples. */
export function rememberAlerts(ruleId: string, context: EvaluationContext): Map<LabelsKey, Remembered> {
  const known = new Map<LabelsKey, Remembered>();
  for (const alert of context.activeAlerts()) if (isOf(alert, ruleId)) known.set(alert.sampleKey, alert);
  return known;
}

const isOf = (alert: Alert, ruleId: string): boolean => alert.ruleId === ruleId && alert.state !== "resolved";

/** The evidence with what the alert knew of the same row of failures, and of the same run. */
export function withRemembered(evidence: Evidence, remembered: Remembered | undefined): Evidence {
  if (remembered === undefined) return evidence;
  const before = remembered.evidence;
  return { ...evidence, ...sameRow(before, evidence), ...sameRun(before, evidence) };
}

function sameRow(before: Evidence, now: Evidence): Evidence {
  const { firstMs, lastGoodMs } = before;
  if (firstMs === undefined || lastGoodMs !== now.lastGoodMs) return {};
  return firstMs < (now.firstMs ?? Number.POSITIVE_INFINITY) ? { firstMs } : {};
}

function sameRun(before: Evidence, now: Evidence): Evidence {
  if (before.runKey === undefined || before.runKey !== now.runKey || now.errorType !== undefined) return {};
  const { traceId, errorType, errorMessage } = before;
  return {
    ...(traceId !== undefined && { traceId }),
    ...(errorType !== undefined && { errorType }),
    ...(errorMessage !== undefined && { errorMessage }),
  };
}
