import {
  ATTR_PERFORMANCE_ALERT_NAME,
  ATTR_PERFORMANCE_ALERT_SEVERITY,
  ATTR_PERFORMANCE_ALERT_THRESHOLD,
  ATTR_PERFORMANCE_ALERT_VALUE,
  ATTR_PERFORMANCE_MONITOR_NAME,
  EVENT_PERFORMANCE_ALERT,
  PERFORMANCE_ALERT_SEVERITIES,
  isOneOf,
} from "@jobscope/semconv";
import type { PerformanceAlertSeverity } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import { defer } from "../lifecycle/deferred.ts";
import { cleanName } from "../lifecycle/names.ts";
import type { PerformanceAlert, PerformanceMonitor } from "../model/monitor.ts";
import { countDropped } from "../record/drops.ts";
import { emitRecord } from "../record/event.ts";
import { guarded, warnOnce } from "../record/guard.ts";
import { observed } from "../record/observed-gauges.ts";
import { monotonicMs, wallMs } from "../record/real-clock.ts";
import type { Severity } from "../record/severity.ts";
import { text } from "../record/text.ts";
import { convertAttributes } from "../record/values.ts";
import { registerHealthCheck } from "./register-health-check.ts";
import { watcher } from "./watcher.ts";

const MAX_MONITORS = 20;
/** A monitor that raises more is itself the incident; what comes beyond is counted as dropped. */
const MAX_ALERTS_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
const MAX_NAME = 200;
const LEVELS: Readonly<Record<PerformanceAlertSeverity, Severity>> = {
  info: "info",
  warning: "warn",
  critical: "error",
};

/**
 * Feeds a performance monitor that the service has already into the same pipeline: its numbers as gauges, its components as
 * health checks, its alerts as log records (`performance.alert`).
 *
 * ```ts
 * observe("app-metrics", {
 *   metrics: () => ({ "app.requests.active": metrics.current().active }),
 *   health: { database: () => pool.isConnected() },
 *   alerts: (report) => monitor.on("performanceAlert", ({ type, value }) => report({ name: type, value })),
 * });
 * ```
 *
 * Never throws, and nothing of it throws into the monitor: an alert is written down in a later turn of the event loop. At
 * most 20 monitors, 100 metric names and 1,000 series in a process, and 60 alerts a minute from each monitor. Gives back
 * what ends it.
 */
export function observe(name: string, monitor: PerformanceMonitor): () => void {
  const undo: unknown[] = [];
  guarded("observing a monitor", () => {
    if (observed.sources.size >= MAX_MONITORS) {
      warnOnce(
        "monitors",
        `jobscope: this process observes ${MAX_MONITORS} monitors already, so "${name}" is left out.`,
      );
      return;
    }
    begin(cleanName(name), monitor, undo);
  });
  return () => {
    for (const end of undo.splice(0)) if (typeof end === "function") guarded("ending a monitor", () => void end());
  };
}

function begin(name: string, monitor: PerformanceMonitor, undo: unknown[]): void {
  const key = {};
  observed.sources.set(key, () => monitor.metrics?.() ?? {});
  undo.push(() => observed.sources.delete(key));
  for (const [component, check] of Object.entries(monitor.health ?? {})) {
    undo.push(registerHealthCheck(component, check));
  }
  watcher.watch();
  const alerts = new AlertRecords(name);
  undo.push(() => alerts.stop());
  undo.push(guarded(`subscribing to "${name}"`, () => monitor.alerts?.((alert) => alerts.report(alert))));
}

/** Writes down the alerts of one monitor. */
class AlertRecords {
  readonly #monitor: string;
  #minuteMs = Number.NEGATIVE_INFINITY;
  #count = 0;
  #stopped = false;

  constructor(monitor: string) {
    this.#monitor = monitor;
  }

  stop(): void {
    this.#stopped = true;
  }

  report(alert: PerformanceAlert): void {
    if (this.#stopped) return;
    if (this.#isTooMany()) return countDropped("logs", "observed_alerts");
    const timeMs = wallMs();
    // Read now: the monitor may use the object for its next alert.
    const record = guarded("an alert of another monitor", () => recordOf(this.#monitor, alert));
    if (record !== undefined) {
      defer(() => emitRecord({ ...record, category: "performance", event: EVENT_PERFORMANCE_ALERT, timeMs }));
    }
  }

  #isTooMany(): boolean {
    const now = monotonicMs();
    if (now - this.#minuteMs >= MINUTE_MS) {
      this.#minuteMs = now;
      this.#count = 0;
    }
    return ++this.#count > MAX_ALERTS_PER_MINUTE;
  }
}

interface AlertRecord {
  readonly severity: Severity;
  readonly body: string;
  readonly attributes: Attributes;
}

/** As a program without types may give it. */
type AnyAlert = { readonly [Key in keyof PerformanceAlert]?: unknown };

function recordOf(monitor: string, alert: AnyAlert): AlertRecord {
  const { value, threshold, message, attributes: own } = alert;
  const severity = isOneOf(PERFORMANCE_ALERT_SEVERITIES, alert.severity) ? alert.severity : "warning";
  const name = text(String(alert.name), MAX_NAME);
  const attributes: Attributes = {
    ...convertAttributes(typeof own === "object" && own !== null ? own : {}),
    [ATTR_PERFORMANCE_MONITOR_NAME]: monitor,
    [ATTR_PERFORMANCE_ALERT_NAME]: name,
    [ATTR_PERFORMANCE_ALERT_SEVERITY]: severity,
  };
  if (isFinite(value)) attributes[ATTR_PERFORMANCE_ALERT_VALUE] = value;
  if (isFinite(threshold)) attributes[ATTR_PERFORMANCE_ALERT_THRESHOLD] = threshold;
  return { severity: LEVELS[severity], body: message === undefined ? name : text(String(message)), attributes };
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);
