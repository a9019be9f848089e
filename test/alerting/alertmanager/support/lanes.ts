import { setTimeout as sleep } from "node:timers/promises";

import type { AlertingConfig } from "../../../../packages/alerting/src/model/config.ts";
import type { Labels } from "../../../../packages/alerting/src/model/labels.ts";
import type { Matchers } from "../../../../packages/alerting/src/model/matcher.ts";
import { RouterHarness } from "../../../../packages/alerting/test/support/router-harness.ts";
import { alertmanagerConfig } from "./alertmanager-config.ts";
import { type AlertmanagerProcess, startAlertmanager } from "./alertmanager-process.ts";
import { startWebhookSink } from "./webhook-sink.ts";

/** One thing that happens, `atMs` after the beginning, to the alert that these labels name. */
export type Step = { readonly atMs: number } & (
  | { readonly kind: "fire"; readonly labels: Labels; readonly ageMs?: number }
  | { readonly kind: "resolve"; readonly labels: Labels }
  | { readonly kind: "silence" | "unsilence"; readonly matchers: Matchers }
);

/** One message, as both tell it: alerts by their `n` label. */
export interface Line {
  readonly status: "firing" | "resolved";
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
}

/** What each group was told, in order, by group key. */
export type Sequences = ReadonlyMap<string, readonly Line[]>;

export interface Script {
  readonly config: AlertingConfig;
  readonly steps: readonly Step[];
  readonly lengthMs: number;
}

/** On a virtual clock. */
export function ourLane({ config, steps, lengthMs }: Script): Sequences {
  const h = new RouterHarness(config);
  const startMs = h.nowMs;
  const ids = new Map<string, string>();
  const silences = new Map<string, string>();
  const sequences = new Map<string, Line[]>();
  const advanceTo = (atMs: number): void => {
    for (const { group, status, firing, resolved } of h.advance(startMs + atMs - h.nowMs)) {
      const lines = sequences.get(group) ?? [];
      // Of an alert that fired anew between two looks, both episodes are over.
      lines.push({ status, firing, resolved: [...new Set(resolved)] });
      sequences.set(group, lines);
    }
  };
  for (const step of inOrder(steps)) {
    advanceTo(step.atMs);
    const key = keyOf(step);
    if (step.kind === "fire") ids.set(key, h.fire(step.labels, { atMs: h.nowMs - (step.ageMs ?? 0) }));
    else if (step.kind === "resolve") h.resolve(ids.get(key) ?? "");
    else if (step.kind === "silence") silences.set(key, h.silence(step.matchers, 3_600_000).id);
    else h.router.expireSilence(silences.get(key) ?? "", h.nowMs, "ann");
  }
  advanceTo(lengthMs);
  return sequences;
}

/** Steps keep this distance from looks; what was later may have fallen on their other side. */
const MAX_LATE_MS = 300;
const MAX_ATTEMPTS = 3;

/** In real time, against a real one with the same routes; anew where the machine was too busy to keep the times of the script. */
export async function alertmanagerLane(script: Script): Promise<Sequences> {
  for (let attempt = 1; ; attempt += 1) {
    const { sequences, lateMs } = await playAll(script);
    if (lateMs <= MAX_LATE_MS || attempt === MAX_ATTEMPTS) return sequences;
    console.warn(`A step came ${Math.round(lateMs)} ms late: once more.`);
  }
}

async function playAll({
  config,
  steps,
  lengthMs,
}: Script): Promise<{ readonly sequences: Sequences; readonly lateMs: number }> {
  const sink = await startWebhookSink();
  const alertmanager = await startAlertmanager(alertmanagerConfig(config, sink.url));
  try {
    const silences = new Map<string, string>();
    const startMs = Date.now();
    let lateMs = 0;
    for (const step of inOrder(steps)) {
      await sleep(Math.max(0, startMs + step.atMs - Date.now()));
      await play(alertmanager, step, silences);
      lateMs = Math.max(lateMs, Date.now() - startMs - step.atMs);
    }
    await sleep(Math.max(0, startMs + lengthMs - Date.now()));
    const sequences = new Map<string, Line[]>();
    for (const { message } of sink.received) {
      const lines = sequences.get(message.groupKey) ?? [];
      const names = (status: string): readonly string[] =>
        message.alerts
          .filter((alert) => alert.status === status)
          .map(({ labels }) => labels["n"] ?? "")
          .toSorted();
      lines.push({ status: message.status, firing: names("firing"), resolved: names("resolved") });
      sequences.set(message.groupKey, lines);
    }
    return { sequences, lateMs };
  } finally {
    await alertmanager.stop();
    await sink.close();
  }
}

async function play(alertmanager: AlertmanagerProcess, step: Step, silences: Map<string, string>): Promise<void> {
  const now = Date.now();
  const iso = (ms: number): string => new Date(ms).toISOString();
  if (step.kind === "fire") {
    const startsAt = iso(now - (step.ageMs ?? 0));
    await alertmanager.post([{ labels: step.labels, startsAt, endsAt: iso(now + 3_600_000) }]);
  } else if (step.kind === "resolve") {
    await alertmanager.post([{ labels: step.labels, endsAt: iso(now) }]);
  } else if (step.kind === "silence") {
    const matchers = step.matchers.map(({ name, value }) => ({ name, value, isRegex: false, isEqual: true }));
    const silence = { matchers, startsAt: iso(now), endsAt: iso(now + 3_600_000), createdBy: "ann", comment: "work" };
    const { silenceID } = (await alertmanager.postJson("/api/v2/silences", silence)) as { readonly silenceID: string };
    silences.set(keyOf(step), silenceID);
  } else {
    await alertmanager.expireSilence(silences.get(keyOf(step)) ?? "");
  }
}

const inOrder = (steps: readonly Step[]): readonly Step[] => steps.toSorted((a, b) => a.atMs - b.atMs);

const keyOf = (step: Step): string => JSON.stringify("labels" in step ? step.labels : step.matchers);
