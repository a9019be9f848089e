import type { Escalator } from "../escalate/escalator.ts";
import { namesOf } from "../evaluate/words.ts";
import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Alert } from "../model/alert.ts";
import type { Incident } from "../model/incident.ts";
import { LABEL_ALERTNAME, LABEL_SEVERITY, type Labels } from "../model/labels.ts";
import type { Condition, Rule } from "../model/rule.ts";
import type { SeriesStore } from "../model/series.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { JobFacts } from "../series/outcome/job-facts.ts";
import type { InternalFact, InternalFacts } from "./internal-evaluator.ts";

/** Points that no rule saw are told of for this long after the last one, milliseconds. */
const OVERFLOW_MS = 600_000;

export interface InternalSources {
  readonly lifecycle: Lifecycle;
  readonly series: SeriesStore;
  readonly jobs: JobFacts;
  readonly escalator: Escalator;
  readonly outbox: Outbox;
  readonly rules: readonly Rule[];
}

/** What is wrong with the alerting itself, from what its parts know. */
export function createInternalFacts(sources: InternalSources): InternalFacts {
  const overflow = overflowWatch(sources);
  return (signal, nowMs) => {
    switch (signal) {
      case "rule_evaluation_failing":
        return failingRules(sources.lifecycle);
      case "rule_cardinality_exceeded":
        return crowdedRules(sources.lifecycle);
      case "series_overflow":
        return overflow(nowMs);
      case "channel_broken":
        return brokenChannels(sources.outbox);
      case "escalation_exhausted":
        return exhausted(sources);
      case "alert_flapping":
        return flapping(sources.lifecycle);
    }
  };
}

function failingRules(lifecycle: Lifecycle): readonly InternalFact[] {
  return lifecycle
    .statuses()
    .filter(({ health }) => health === "error")
    .map(({ ruleId, error }) => ({
      labels: { rule: ruleId },
      finding: `Rule ${ruleId} cannot be judged: ${error ?? "no reason given"}. Its alerts stay as they are.`,
    }));
}

function crowdedRules(lifecycle: Lifecycle): readonly InternalFact[] {
  return lifecycle
    .statuses()
    .filter(({ overflow }) => overflow > 0)
    .map(({ ruleId, overflow }) => ({
      labels: { rule: ruleId },
      finding: `Rule ${ruleId} holds for ${overflow} more label sets than its limit allows; they raise no alert.`,
    }));
}

function overflowWatch({
  series,
  jobs,
}: Pick<InternalSources, "series" | "jobs">): (nowMs: number) => readonly InternalFact[] {
  let seen = 0;
  let lastMs = -Infinity;
  return (nowMs) => {
    const overflowed = series.stats.overflowed + jobs.overflowed;
    if (overflowed > seen) lastMs = nowMs;
    seen = overflowed;
    if (nowMs - lastMs >= OVERFLOW_MS) return [];
    const finding = `${overflowed} points and records were not looked at, as there are too many streams, jobs or services: rules are blind for them.`;
    return [{ labels: {}, finding }];
  };
}

function brokenChannels(outbox: Outbox): readonly InternalFact[] {
  return [...outbox.brokenChannels()].map(({ name, lastError }) => ({
    labels: { channel: name },
    finding: `Channel ${name} cannot deliver: ${reasonOf(name, lastError)}.`,
  }));
}

/** Whether somebody refused or nobody may even be asked, the reason says; it names the channel as well. */
function reasonOf(channel: string, lastError = ""): string {
  const prefix = `channel "${channel}": `;
  const reason = lastError.startsWith(prefix) ? lastError.slice(prefix.length) : lastError;
  return reason === "" ? "no reason given" : reason;
}

/**
 * Nobody has to be told that nobody was moved by being told just that: such an alert would hold its own incident open, and
 * the incident the alert.
 */
function exhausted({ escalator, lifecycle, rules }: InternalSources): readonly InternalFact[] {
  const incidents = [...escalator.exhausted()];
  if (incidents.length === 0) return [];
  const active = new Map([...lifecycle.active()].map((alert) => [alert.id, alert]));
  const own = new Set(rules.filter(({ condition }) => isAboutExhaustion(condition)).map(({ id }) => id));
  // An incident whose alerts are over, and which is about to end, is no matter either.
  const othersOf = ({ alertIds }: Incident): readonly Alert[] =>
    alertIds.flatMap((id) => active.get(id) ?? []).filter(({ ruleId }) => !own.has(ruleId));
  return incidents.flatMap((incident) => {
    const alerts = othersOf(incident);
    return alerts.length === 0 ? [] : [exhaustedFact(incident, alerts)];
  });
}

const MAX_NAMED = 3;

function exhaustedFact({ id, policy }: Incident, alerts: readonly Alert[]): InternalFact {
  const names = namesOf([...new Set(alerts.map(nameOfAlert))], MAX_NAMED);
  return {
    labels: { incident: id, policy },
    finding: `Nobody acknowledged ${names}: all levels of "${policy}" were told.`,
  };
}

/** `CriticalJobFailed of billing create-invoices`. */
function nameOfAlert({ ruleName, labels }: Alert): string {
  const place = [labels["service_name"], labels["job_name"]].filter((part) => part !== undefined && part !== "");
  return place.length === 0 ? ruleName : `${ruleName} of ${place.join(" ")}`;
}

const isAboutExhaustion = (condition: Condition): boolean =>
  condition.kind === "internal" && condition.signal === "escalation_exhausted";

function flapping(lifecycle: Lifecycle): readonly InternalFact[] {
  const facts: InternalFact[] = [];
  for (const alert of lifecycle.active()) if (alert.flapping === true) facts.push(flappingFact(alert));
  return facts;
}

function flappingFact({ labels, ruleName }: Alert): InternalFact {
  const { [LABEL_ALERTNAME]: _name, [LABEL_SEVERITY]: _severity, ...own } = labels;
  const ofAlert: Labels = { ...own, rule: ruleName };
  return {
    labels: ofAlert,
    finding: `${ruleName} fires and clears again and again; it is told once until it is calm.`,
  };
}
