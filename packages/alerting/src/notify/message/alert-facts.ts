import type { Alert, ResolveReason } from "../../model/alert.ts";
import { cleanLine, safeLink } from "./clean-text.ts";
import { durationText, timeText } from "./time-text.ts";

/** What a person needs to know of one alert, in the order in which it is asked for. Clean, not escaped for a medium. */
export interface AlertFacts {
  readonly status: "firing" | "resolved";
  readonly severity: string;
  readonly rule: string;
  /** `billing/api`; empty where the alert is of none. */
  readonly service: string;
  readonly job: string;
  /** What happened, one sentence. */
  readonly what: string;
  readonly rows: readonly FactRow[];
}

export interface FactRow {
  readonly name: string;
  readonly text: string;
  /** Already checked: http or https. */
  readonly link?: string;
}

/** Under the base of links, without a slash at its end. */
export function alertLink(publicUrl: string, alertId: string): string {
  return `${publicUrl}/api/scheduler-monitoring/alerts/${encodeURIComponent(alertId)}`;
}

export function alertFacts(alert: Alert, nowMs: number, publicUrl?: string): AlertFacts {
  const status = alert.state === "resolved" ? "resolved" : "firing";
  return {
    status,
    severity: alert.severity,
    rule: cleanLine(alert.ruleName, 120),
    service: serviceOf(alert),
    job: cleanLine(label(alert, "job_name"), 160),
    what: whatHappened(alert),
    rows:
      status === "resolved"
        ? [...timeRows(alert, nowMs), ...runRows(alert), ...placeRows(alert), ...idRow(alert, publicUrl)]
        : [
            ...timeRows(alert, nowMs),
            ...row("Details", oneZone(alert.annotations["description"] ?? "")),
            ...runRows(alert),
            ...placeRows(alert),
            ...runbook(alert),
            ...idRow(alert, publicUrl),
          ],
  };
}

/** `billing/api invoice.generate`, or what there is of it. */
export function placeText(facts: AlertFacts): string {
  return [facts.service, facts.job].filter((part) => part !== "").join(" ");
}

function whatHappened(alert: Alert): string {
  const texts = [alert.annotations["summary"], alert.evidence.finding, alert.ruleName];
  const text = texts.find((each) => each !== undefined && each.trim() !== "") ?? "";
  // Its texts are those of the firing.
  return cleanLine(oneZone(alert.state === "resolved" ? `Was: ${text}` : text));
}

/** Templates write times as Prometheus does; beside them stand ours, of which all are UTC as well. */
function oneZone(text: string): string {
  return text.replaceAll(/(\d\d:\d\d:\d\d)(?:\.\d{1,9})? \+0000 UTC/g, "$1 UTC");
}

function timeRows(alert: Alert, nowMs: number): readonly FactRow[] {
  const sinceMs = alert.firedAtMs ?? alert.activeAtMs;
  const startedMs = Math.min(alert.evidence.firstMs ?? sinceMs, sinceMs);
  const endedMs = alert.resolvedAtMs;
  if (alert.state === "resolved" && endedMs !== undefined) {
    const why = resolvedBecause(alert);
    return [
      ...row("Resolved", `${timeText(endedMs)}, after ${durationText(endedMs - startedMs)}`),
      ...row("Because", why),
      ...row("Since", timeText(startedMs)),
      ...countRow(alert),
    ];
  }
  return [
    ...row("Since", `${timeText(startedMs)}, for ${durationText(nowMs - startedMs)}`),
    ...(alert.missingSinceMs === undefined
      ? []
      : row("Attention", `no data since ${timeText(alert.missingSinceMs)}: this may be over, or worse`)),
    ...(alert.flapping === true ? row("Attention", "flapping: it fires and resolves again and again") : []),
    ...countRow(alert),
    ...lastGood(alert, nowMs),
  ];
}

const RESOLVE_TEXTS: Record<ResolveReason, string> = {
  condition_cleared: "the condition does not hold any more",
  data_missing: "its data is gone, so nobody can say that it is well",
  rule_removed: "the rule was removed",
  rule_edited: "the rule was edited",
  source_ended: "what it was about has ended",
  limit_exceeded: "the rule has more alerts than its limit",
};

function resolvedBecause(alert: Alert): string {
  if (alert.resolveDetail !== undefined && alert.resolveDetail !== "") return alert.resolveDetail;
  return alert.resolveReason === undefined ? "" : RESOLVE_TEXTS[alert.resolveReason];
}

function countRow(alert: Alert): readonly FactRow[] {
  const { count, firstMs, lastMs } = alert.evidence;
  if (count === undefined || count < 2) return [];
  const span = firstMs === undefined || lastMs === undefined ? "" : `, ${timeText(firstMs)} to ${timeText(lastMs)}`;
  return row("Happened", `${count} times${span}`);
}

function lastGood(alert: Alert, nowMs: number): readonly FactRow[] {
  const { lastGoodMs } = alert.evidence;
  if (lastGoodMs === undefined) return [];
  return row("Last good run", `${timeText(lastGoodMs)}, ${durationText(nowMs - lastGoodMs)} ago`);
}

function runRows(alert: Alert): readonly FactRow[] {
  const { errorType, errorMessage, runKey, runId, traceId } = alert.evidence;
  const { goodRunKey } = alert;
  const error = [errorType, errorMessage].filter((part) => part !== undefined && part !== "").join(": ");
  const name = goodRunKey === undefined ? "Run" : "Failed run";
  return [
    ...row("Error", error),
    ...row(name, runKey ?? runId),
    ...row("Trace", traceId),
    ...row("Good run", goodRunKey),
  ];
}

function placeRows(alert: Alert): readonly FactRow[] {
  return [
    ...row("Environment", label(alert, "deployment_environment_name")),
    ...row("Group", label(alert, "job_group_name")),
    ...row("Owner", label(alert, "job_owner_name")),
  ];
}

function runbook(alert: Alert): readonly FactRow[] {
  const text = alert.annotations["runbook_url"];
  const link = safeLink(text);
  return row("Runbook", text).map((each) => (link === undefined ? each : { ...each, link }));
}

/** What the API takes it by. */
function idRow(alert: Alert, publicUrl: string | undefined): readonly FactRow[] {
  const link = safeLink(publicUrl === undefined ? undefined : alertLink(publicUrl, alert.id));
  return row("Alert", alert.id).map((each) => (link === undefined ? each : { ...each, link }));
}

function serviceOf(alert: Alert): string {
  const parts = [label(alert, "service_namespace"), label(alert, "service_name")];
  return cleanLine(parts.filter((part) => part !== "").join("/"), 160);
}

/** Labels first: traits are what may change. */
function label(alert: Alert, name: string): string {
  return alert.labels[name] ?? alert.traits[name] ?? "";
}

function row(name: string, text: string | undefined): readonly FactRow[] {
  const clean = cleanLine(text ?? "");
  return clean === "" ? [] : [{ name, text: clean }];
}
