import type { Alert, Transition } from "../model/alert.ts";
import type { AlertingChange } from "../model/alerting.ts";
import type { AlertingConfig } from "../model/config.ts";
import { fingerprintOf, hashOf, type Labels, labelsKey } from "../model/labels.ts";
import type { Route, Silence } from "../model/routing.ts";
import { createRouter } from "./create-router.ts";
import type { Router } from "./router.ts";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
}

const ALERTS = 10_000;
const WAIT_MS = 30_000;
const START_MS = Date.UTC(2026, 0, 5, 12);

function route(id: string, part: Partial<Route> = {}): Route {
  return {
    id,
    receiver: "team",
    matchers: [],
    continue: false,
    groupBy: ["team", "alertname"],
    groupWaitMs: WAIT_MS,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
    ...part,
  };
}

/** Twenty routes, ten inhibit rules of which none applies, ten silences that hide nobody: all are asked about each alert. */
function configOf(groupBy: Route["groupBy"]): AlertingConfig {
  const routes = Array.from({ length: 20 }, (_, n) =>
    route(`{}/{team="t${n}"}`, { groupBy, matchers: [{ name: "team", op: "=", value: `t${n}` }] }),
  );
  return {
    rules: [],
    channels: [],
    receivers: [{ name: "team", channels: [] }],
    route: route("{}", { groupBy, routes }),
    inhibitRules: Array.from({ length: 10 }, (_, n) => ({
      name: `rule ${n}`,
      source: [{ name: "severity", op: "=", value: "warning" }],
      target: [{ name: "severity", op: "=~", value: "info|critical" }],
      equal: ["host", "job_name"],
    })),
    timeIntervals: [],
    escalations: [],
    allowPrivateTargets: [],
  };
}

const silences: readonly Silence[] = Array.from({ length: 10 }, (_, n) => ({
  id: `s${n}`,
  matchers: [{ name: "team", op: "=~", value: `nobody${n}.*` }],
  startsAtMs: 0,
  endsAtMs: Number.MAX_SAFE_INTEGER,
  createdBy: "bench",
  comment: "bench",
  createdAtMs: n,
  untilResolved: false,
}));

const firing: readonly Transition[] = Array.from({ length: ALERTS }, (_, n) => {
  const labels: Labels = {
    alertname: "JobFailed",
    severity: "warning",
    team: `t${n % 25}`,
    host: `h${n % 500}`,
    job_name: `job-${n}`,
  };
  return { alert: alertOf(labels), from: "pending", to: "firing", atMs: START_MS };
});

function alertOf(labels: Labels): Alert {
  const key = labelsKey(labels);
  return {
    id: hashOf(key),
    key,
    ruleId: "jobs/JobFailed",
    ruleName: "JobFailed",
    ruleHash: "1",
    sampleKey: key,
    labels,
    fingerprint: fingerprintOf(labels),
    annotations: { summary: `${labels["job_name"]} failed` },
    traits: {},
    severity: "warning",
    state: "firing",
    value: 1,
    evidence: {},
    activeAtMs: START_MS,
    firedAtMs: START_MS,
  };
}

interface Measured {
  readonly router: Router;
  readonly changes: readonly AlertingChange[];
  readonly intents: number;
  readonly ingestMs: number;
  readonly lookMs: number;
}

function measure(groupBy: Route["groupBy"], perRequest: number): Measured {
  const changes: AlertingChange[] = [];
  const router = createRouter({
    config: configOf(groupBy),
    snapshot: { alerts: [], groups: [], silences },
    emit: (change) => changes.push(change),
    isHeldByIncident: () => undefined,
  });
  const startMs = performance.now();
  for (let first = 0; first < ALERTS; first += perRequest) {
    router.apply(firing.slice(first, first + perRequest), START_MS);
    router.tick(START_MS);
  }
  const ingestedMs = performance.now();
  const intents = router.tick(START_MS + WAIT_MS).length;
  const lookedMs = performance.now();
  return { router, changes, intents, ingestMs: ingestedMs - startMs, lookMs: lookedMs - ingestedMs };
}

function resolveMs(router: Router): number {
  const over = firing.map((transition): Transition => {
    const alert: Alert = { ...transition.alert, state: "resolved", resolvedAtMs: START_MS + 60_000 };
    return { alert, from: "firing", to: "resolved", atMs: START_MS + 60_000 };
  });
  const startMs = performance.now();
  router.apply(over, START_MS + 60_000);
  router.tick(START_MS + 400_000);
  return performance.now() - startMs;
}

const micros = (ms: number): number => (ms * 1000) / ALERTS;

export const bench: { name: string; run(): Promise<readonly Figure[]> } = {
  name: "alerting: routing",
  run() {
    measure(["team", "alertname"], ALERTS);
    const batch = measure(["team", "alertname"], ALERTS);
    const each = measure(["team", "alertname"], 1);
    const alone = measure("all", 100);
    return Promise.resolve([
      {
        name: "10,000 alerts into 25 groups, at once",
        value: micros(batch.ingestMs),
        unit: "µs/alert",
        target: "< 50",
      },
      { name: "… one for each request", value: micros(each.ingestMs), unit: "µs/alert" },
      { name: "… 10,000 groups of one", value: micros(alone.ingestMs), unit: "µs/alert" },
      {
        name: "look at 10,000 alerts in 25 groups, 10 inhibit rules, 10 silences",
        value: micros(batch.lookMs),
        unit: "µs/alert",
        target: "< 50",
      },
      { name: "… 10,000 groups of one", value: micros(alone.lookMs), unit: "µs/alert" },
      { name: "messages for 25 groups of 400", value: batch.intents, unit: "messages", target: "<= 100" },
      { name: "10,000 ends told", value: micros(resolveMs(batch.router)), unit: "µs/alert" },
      { name: "changes written for 10,000 alerts at once", value: batch.changes.length, unit: "changes" },
    ]);
  },
};
