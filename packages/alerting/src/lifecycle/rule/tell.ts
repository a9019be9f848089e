import type { Alert, AlertEvent, AlertState } from "../../model/alert.ts";

const at = (ms: number): string => new Date(ms).toISOString();

type Line = Pick<AlertEvent, "kind" | "detail">;

/** The line of its history for the state that it has come to. */
export function lineOf(alert: Alert, from: AlertState | "inactive"): Line {
  switch (alert.state) {
    case "pending":
      return { kind: "pending", detail: `${alert.ruleName} holds since ${at(alert.activeAtMs)}.` };
    case "firing":
      return { kind: "firing", detail: firingDetail(alert, from) };
    case "stale":
      return {
        kind: "stale",
        detail: `No data from its source since ${at(alert.missingSinceMs ?? alert.activeAtMs)}: unknown.`,
      };
    case "resolved":
      return { kind: "resolved", detail: resolvedDetail(alert) };
  }
}

function firingDetail(alert: Alert, from: AlertState | "inactive"): string {
  if (from === "stale") return `Its source sends again, and ${alert.ruleName} still holds.`;
  const flapping = alert.flapping === true ? " It changes too often and fires until it is calm." : "";
  return `${alert.ruleName} fires since ${at(alert.firedAtMs ?? alert.activeAtMs)}.${flapping}`;
}

function resolvedDetail({ resolveReason, resolvedAtMs = 0, resolveDetail, ruleName }: Alert): string {
  const detail = resolveDetail === undefined ? "" : ` ${resolveDetail}`;
  return `${ruleName} is resolved since ${at(resolvedAtMs)} (${(resolveReason ?? "condition_cleared").replaceAll("_", " ")}).${detail}`;
}
