import { labelName } from "../../model/labels.ts";
import type { Condition } from "../../model/rule.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import type { When } from "../schema/when-schema.ts";
import type { At } from "./at.ts";
import { resolveSelector } from "./resolve-selector.ts";
import { resolveThreshold } from "./resolve-threshold.ts";

/** `{ alerts: { alertname: JobFailed }, above: 5 }`: rules over rules. */
export function resolveAlertsCondition(when: When, at: At): Condition | undefined {
  const threshold = resolveThreshold(when, "{alert}", at);
  const matchers = at.below("alerts").try(() => resolveSelector(when.alerts, "labels"), MatcherError);
  if (threshold === undefined || matchers === undefined) return undefined;
  return {
    kind: "threshold",
    measure: { kind: "alerts", matchers },
    by: when.by === "all" ? "all" : (when.by ?? []).map(labelName),
    aggregate: "sum",
    threshold,
  };
}
