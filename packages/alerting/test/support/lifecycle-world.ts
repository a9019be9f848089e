import { createLifecycle, type Lifecycle } from "../../src/lifecycle/create-lifecycle.ts";
import type { Alert, AlertEvent, Transition } from "../../src/model/alert.ts";
import type { AlertingChange } from "../../src/model/alerting.ts";
import type { Cleared, Evaluation, Missing, Sample } from "../../src/model/evaluation.ts";
import { type Labels, labelsKey, type LabelsKey } from "../../src/model/labels.ts";
import type { Rule } from "../../src/model/rule.ts";

export const sampleOf = (labels: Labels, value: number = 11, more: Partial<Sample> = {}): Sample => ({
  key: labelsKey(labels),
  labels,
  value,
  ...more,
});

interface Told {
  readonly holding?: readonly Sample[];
  readonly judged?: ReadonlySet<LabelsKey>;
  readonly missing?: readonly (readonly [Labels, Missing])[];
  readonly cleared?: readonly (readonly [Labels, Cleared])[];
  readonly error?: string;
}

export const evaluationOf = (atMs: number, told: Told = {}): Evaluation => ({
  atMs,
  judged: told.judged ?? "all",
  holding: told.holding ?? [],
  missing: new Map((told.missing ?? []).map(([labels, missing]) => [labelsKey(labels), missing])),
  cleared: new Map((told.cleared ?? []).map(([labels, cleared]) => [labelsKey(labels), cleared])),
  ...(told.error === undefined ? {} : { error: told.error }),
});

/** A lifecycle with evaluations made by hand, and a store that holds what it emits. */
export class LifecycleWorld {
  readonly #rules: readonly Rule[];
  readonly changes: AlertingChange[] = [];
  readonly stored: Map<string, Alert> = new Map();
  readonly events: AlertEvent[] = [];
  lifecycle: Lifecycle;

  constructor(...rules: readonly Rule[]) {
    this.#rules = rules;
    this.lifecycle = this.#create(rules);
  }

  #create(rules: readonly Rule[]): Lifecycle {
    return createLifecycle({ rules, alerts: [...this.stored.values()], emit: (change) => this.#store(change) });
  }

  #store(change: AlertingChange): void {
    this.changes.push(change);
    if (change.kind === "event") this.events.push(change.event);
    if (change.kind === "alert_gone") this.stored.delete(change.id);
    if (change.kind !== "alert") return;
    if (this.stored.get(change.alert.id)?.state !== change.before) throw new Error(`${change.alert.id}: wrong before`);
    this.stored.set(change.alert.id, change.alert);
  }

  /** What was not stored is lost, as by kill -9. */
  restart(rules: readonly Rule[] = this.#rules): void {
    this.lifecycle = this.#create(rules);
  }

  get rule(): Rule {
    const [rule] = this.#rules;
    if (rule === undefined) throw new Error("no rule");
    return rule;
  }

  /** One evaluation of the first rule. */
  at(atMs: number, told: Told = {}): readonly Transition[] {
    return this.lifecycle.apply(this.rule, evaluationOf(atMs, told));
  }

  /** `from > to` of one evaluation. */
  steps(atMs: number, told: Told = {}): readonly string[] {
    return this.at(atMs, told).map(({ from, to }) => `${from} > ${to}`);
  }

  get active(): readonly Alert[] {
    return Array.from(this.lifecycle.active(), (alert) => this.lifecycle.current(alert));
  }

  /** What the store has of states other than resolved. */
  get storedActive(): readonly Alert[] {
    return [...this.stored.values()].filter((alert) => alert.state !== "resolved");
  }
}
