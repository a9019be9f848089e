import type { Alert, AlertEvent } from "../../src/model/alert.ts";
import type { AlertingChange } from "../../src/model/alerting.ts";
import type { AlertingConfig } from "../../src/model/config.ts";
import { fingerprintOf, hashOf, labelsKey, type Labels } from "../../src/model/labels.ts";
import type { Intent } from "../../src/model/notification.ts";
import type { AlertGroup, Route, Silence } from "../../src/model/routing.ts";
import { createRouter } from "../../src/route/create-router.ts";
import type { Router } from "../../src/route/router.ts";

export const SECOND = 1000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;

/** A route as it is once it was read: 30 s, 5 min, 4 h where nothing else is said. */
export function route(part: Partial<Route> = {}): Route {
  return {
    id: "{}",
    receiver: "team",
    matchers: [],
    continue: false,
    groupBy: ["alertname"],
    groupWaitMs: 30 * SECOND,
    groupIntervalMs: 5 * MINUTE,
    repeatIntervalMs: 4 * HOUR,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
    ...part,
  };
}

export function routing(part: Partial<AlertingConfig> = {}): AlertingConfig {
  const names = new Set<string>();
  const collect = (node: Route): void => {
    names.add(node.receiver);
    node.routes.forEach(collect);
  };
  collect(part.route ?? route());
  return {
    rules: [],
    channels: [],
    receivers: [...names].map((name) => ({ name, channels: [name] })),
    route: route(),
    inhibitRules: [],
    timeIntervals: [],
    escalations: [],
    allowPrivateTargets: [],
    ...part,
  };
}

export interface AlertInput {
  readonly labels: Labels;
  readonly atMs: number;
  readonly traits?: Labels;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function firingAlert({ labels, atMs, traits = {}, annotations = {} }: AlertInput): Alert {
  const severity = labels["severity"];
  const ruleName = labels["alertname"] ?? "Rule";
  const key = `${ruleName}\u{0}${labelsKey(labels)}`;
  return {
    id: hashOf(`${key}\u{0}${atMs}`),
    key,
    ruleId: `rules/${ruleName}`,
    ruleName,
    ruleHash: "1",
    sampleKey: labelsKey(labels),
    labels,
    fingerprint: fingerprintOf(labels),
    annotations,
    traits,
    severity: severity === "critical" || severity === "info" ? severity : "warning",
    state: "firing",
    value: 1,
    evidence: {},
    activeAtMs: atMs,
    firedAtMs: atMs,
  };
}

/** A message as tests compare it: alerts by their `n` label, or by their names. */
export interface Told {
  readonly atMs: number;
  readonly receiver: string;
  readonly group: string;
  readonly reason: Intent["reason"];
  readonly status: "firing" | "resolved";
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
}

/** A router on a clock that only moves when it is told to, with everything it emits kept as a store would. */
export class RouterHarness {
  nowMs: number;
  config: AlertingConfig;
  router: Router;
  readonly intents: Intent[] = [];
  readonly events: AlertEvent[] = [];
  readonly alerts = new Map<string, Alert>();
  readonly groups = new Map<string, AlertGroup>();
  readonly silences = new Map<string, Silence>();
  held: "acknowledged" | "snoozed" | undefined;
  #ids = 0;

  constructor(config: AlertingConfig = routing(), nowMs: number = Date.UTC(2026, 0, 5, 12)) {
    this.config = config;
    this.nowMs = nowMs;
    this.router = this.#create();
  }

  #create(): Router {
    return createRouter({
      config: this.config,
      snapshot: {
        alerts: [...this.alerts.values()],
        groups: [...this.groups.values()],
        silences: [...this.silences.values()],
      },
      emit: (change) => this.#store(structuredClone(change)),
      isHeldByIncident: () => this.held,
    });
  }

  #store(change: AlertingChange): void {
    if (change.kind === "event") this.events.push(change.event);
    else if (change.kind === "group") this.groups.set(change.group.key, change.group);
    else if (change.kind === "group_gone") this.groups.delete(change.key);
    else if (change.kind === "silence") this.silences.set(change.silence.id, change.silence);
  }

  /** Rebuilds the router from what the last one emitted. */
  restart(config: AlertingConfig = this.config): void {
    this.config = config;
    this.router = this.#create();
  }

  /** Fires an alert of these labels now, and returns its id. */
  fire(labels: Labels, more: Omit<Partial<AlertInput>, "labels"> = {}): string {
    const alert = firingAlert({ labels, atMs: this.nowMs, ...more });
    this.#transit(alert, "pending");
    return alert.id;
  }

  fireAll(all: readonly Labels[]): readonly string[] {
    const alerts = all.map((labels) => firingAlert({ labels, atMs: this.nowMs }));
    for (const alert of alerts) this.alerts.set(alert.id, alert);
    this.router.apply(
      alerts.map((alert) => ({ alert, from: "inactive", to: "firing", atMs: this.nowMs })),
      this.nowMs,
    );
    return alerts.map((alert) => alert.id);
  }

  resolve(id: string): void {
    this.change(id, { state: "resolved", resolvedAtMs: this.nowMs, resolveReason: "condition_cleared" });
  }

  change(id: string, part: Partial<Alert>): void {
    const before = this.alerts.get(id);
    if (before === undefined) throw new Error(`no alert ${id}`);
    this.#transit({ ...before, ...part }, before.state);
  }

  #transit(alert: Alert, from: Alert["state"]): void {
    this.alerts.set(alert.id, alert);
    this.router.apply([{ alert, from, to: alert.state, atMs: this.nowMs }], this.nowMs);
  }

  silence(matchers: Silence["matchers"], durationMs: number, untilResolved = false): Silence {
    const input = {
      matchers,
      endsAtMs: this.nowMs + durationMs,
      createdBy: "ann",
      comment: "planned work",
      untilResolved,
    };
    return this.router.suppress(input, this.nowMs, `s${(this.#ids += 1)}`);
  }

  /** Looks now, without moving the clock. */
  tick(): readonly Told[] {
    const intents = this.router.tick(this.nowMs);
    this.intents.push(...intents);
    return intents.map((intent) => this.told(intent));
  }

  /** Moves the clock, looking at each deadline on the way. Returns what was told. */
  advance(ms: number): readonly Told[] {
    const untilMs = this.nowMs + ms;
    const told: Told[] = [];
    for (;;) {
      const nextMs = this.router.nextDeadlineMs(this.nowMs);
      if (nextMs === undefined || nextMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      told.push(...this.tick());
    }
    this.nowMs = untilMs;
    return told;
  }

  told(intent: Intent): Told {
    return {
      atMs: intent.atMs,
      receiver: intent.receiver,
      group: intent.groupKey,
      reason: intent.reason,
      status: intent.message.status,
      firing: this.names(intent.firing),
      resolved: this.names(intent.resolved),
    };
  }

  names(ids: readonly string[]): readonly string[] {
    return ids
      .map((id) => {
        const labels = this.alerts.get(id)?.labels ?? {};
        return labels["n"] ?? labels["alertname"] ?? id;
      })
      .toSorted();
  }

  /** Kinds of an alert's events, in order. */
  history(id: string): readonly string[] {
    return this.events.filter((event) => event.alertId === id).map((event) => event.kind);
  }
}
