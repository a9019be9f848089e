import type { AlertingHealth } from "@jobscope/alerting";

import type { CoreThreadHealth } from "../../journey/http-thread/core-thread.ts";
import { secondsOf, timeDetail } from "../health/detail-values.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";

/** What is known of the alerting outside its core. */
export interface AlertingSources {
  /** Why the last ping to the outside failed; undefined where it went well, or none is sent. */
  readonly deadManTrouble: string | undefined;
}

/** Rules are judged every 15 s by default: three rounds without are too many, milliseconds. */
const LATE_MS = 45_000;
/** A notification that waits longer is worth a look, milliseconds. */
const WAITING_MS = 300_000;

/** The alerting as the health page shows it. Records are stored whatever becomes of it. */
export function alertingComponent(core: CoreThreadHealth, sources: AlertingSources): MonitorComponent {
  const { alerting, alertingTrouble } = core.status ?? {};
  if (alertingTrouble !== undefined) {
    return { name: "alerting", status: "down", reason: `no alerts are raised: ${alertingTrouble}` };
  }
  if (alerting === undefined) return { name: "alerting", status: "down", reason: "it has not started yet" };
  const details = detailsOf(alerting);
  const reason = troubleOf(alerting) ?? sources.deadManTrouble;
  return reason === undefined
    ? { name: "alerting", status: "up", details }
    : { name: "alerting", status: "degraded", reason, details };
}

function detailsOf(health: AlertingHealth): NonNullable<MonitorComponent["details"]> {
  return {
    rules: health.rules,
    active_alerts: health.activeAlerts,
    evaluation_lag_seconds: secondsOf(health.evaluationLagMs),
    ...timeDetail("last_evaluation_time", health.lastEvaluationMs),
    waiting_notifications: health.waitingNotifications,
    oldest_waiting_seconds: secondsOf(health.oldestWaitingMs ?? 0),
    series: health.series.streams,
    overflowed_points: health.series.overflowed,
  };
}

function troubleOf(health: AlertingHealth): string | undefined {
  const [failing] = health.failingRules;
  if (failing !== undefined) return `rule ${failing.rule} cannot be judged: ${failing.error}`;
  if (health.evaluationLagMs > LATE_MS) return `rules are judged ${seconds(health.evaluationLagMs)} s late`;
  const closed = health.channels.find(({ circuit }) => circuit !== "closed");
  if (closed !== undefined) {
    const state = closed.circuit === "broken" ? "cannot deliver" : "fails at the moment";
    return `channel ${closed.name} ${state}: ${closed.lastError ?? "no reason given"}`;
  }
  const { oldestWaitingMs } = health;
  if (oldestWaitingMs !== undefined && oldestWaitingMs > WAITING_MS) {
    return `a notification has been waiting for ${seconds(oldestWaitingMs)} s`;
  }
  return undefined;
}

const seconds = (ms: number): number => Math.round(ms / 1_000);

/** Why an outsider may not be told that all is well; undefined while rules are judged and what they say is delivered. */
export function alertingTroubleOf(core: CoreThreadHealth): string | undefined {
  const { alerting, alertingTrouble, trouble } = core.status ?? {};
  if (core.state !== "up") return core.reason === "" ? `the core is ${core.state}` : core.reason;
  if (alerting === undefined) return alertingTrouble ?? "the alerting has not started yet";
  return trouble ?? alertingTrouble ?? troubleOf(alerting);
}
