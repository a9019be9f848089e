import type { Alert, Transition } from "../model/alert.ts";
import type { EmitChange } from "../model/alerting.ts";
import type { Evaluation } from "../model/evaluation.ts";
import type { LabelsKey } from "../model/labels.ts";
import type { Rule } from "../model/rule.ts";
import { OrphanAlerts } from "./rule/orphan-alerts.ts";
import { RuleAlerts, type RuleStatus } from "./rule/rule-alerts.ts";
import type { QueryTemplate } from "./rule/rule-texts.ts";
import type { Clearing } from "./step/clear.ts";

export interface LifecycleOptions {
  readonly rules: readonly Rule[];
  /** Of the snapshot. */
  readonly alerts: readonly Alert[];
  readonly emit: EmitChange;
  /** What `query` in a template asks; without it a query finds nothing. */
  readonly query?: QueryTemplate;
}

/** The states of all alerts. Evaluations in, transitions out; what is to be stored is emitted. */
export interface Lifecycle {
  /**
   * Judges what a rule's evaluation says of its alerts. What was judged and is neither holding nor missing does not hold.
   * Evaluations of a rule come in order of their instants.
   */
  apply(rule: Rule, evaluation: Evaluation): readonly Transition[];
  /** Whether an alert of this rule and sample is pending, firing or stale. */
  isActive(ruleId: string, sampleKey: LabelsKey): boolean;
  /** Pending, firing and stale ones. Cheap: values and texts are as they were written last, see {@link current}. */
  active(): Iterable<Alert>;
  /** The same episode with its newest value and texts, which are written once a minute at most; itself where it is not known. */
  current(alert: Alert): Alert;
  /** Resolves what removed and edited rules fired. Once after a start. */
  retireRules(nowMs: number): readonly Transition[];
  /** Resolves what `clearingOf` says why for: it fires although nothing will be heard of it again. */
  end(clearingOf: (alert: Alert) => Clearing | undefined, nowMs: number): readonly Transition[];
  /** Forgets what has been resolved for 15 min; evaluations on the grid do so for their rule. */
  expire(nowMs: number): void;
  statuses(): readonly RuleStatus[];
}

export function createLifecycle(options: LifecycleOptions): Lifecycle {
  return new RuleLifecycle(options);
}

class RuleLifecycle implements Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #rules = new Map<string, RuleAlerts>();
  readonly #orphans: OrphanAlerts;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.#orphans = new OrphanAlerts(options.emit);
    for (const rule of options.rules) this.#rules.set(rule.id, this.#create(rule));
    for (const alert of options.alerts) (this.#rules.get(alert.ruleId) ?? this.#orphans).restore(alert);
  }

  #create(rule: Rule): RuleAlerts {
    return new RuleAlerts(rule, { emit: this.#options.emit, query: this.#options.query });
  }

  /** A rule that was edited while it runs takes its alerts with it, as Prometheus' does over a reload. */
  #of(rule: Rule): RuleAlerts {
    const known = this.#rules.get(rule.id);
    if (known !== undefined && known.rule.hash === rule.hash) return known;
    const next = this.#create(rule);
    for (const alert of known?.alerts() ?? []) next.restore(alert);
    this.#rules.set(rule.id, next);
    return next;
  }

  apply(rule: Rule, evaluation: Evaluation): readonly Transition[] {
    return this.#of(rule).apply(evaluation);
  }

  isActive(ruleId: string, sampleKey: LabelsKey): boolean {
    return this.#rules.get(ruleId)?.isActive(sampleKey) ?? false;
  }

  *active(): Iterable<Alert> {
    for (const alerts of this.#rules.values()) yield* alerts.active();
    yield* this.#orphans.active();
  }

  current(alert: Alert): Alert {
    return this.#rules.get(alert.ruleId)?.current(alert) ?? alert;
  }

  retireRules(nowMs: number): readonly Transition[] {
    const edited = { reason: "rule_edited", detail: "The rule was edited; it fires anew if it still holds." } as const;
    return [
      ...this.#orphans.retire(nowMs),
      ...[...this.#rules.values()].flatMap((alerts) =>
        alerts.finish((alert) => (alert.ruleHash === alerts.rule.hash ? undefined : edited), nowMs),
      ),
    ];
  }

  end(clearingOf: (alert: Alert) => Clearing | undefined, nowMs: number): readonly Transition[] {
    return [...this.#rules.values()].flatMap((alerts) => alerts.finish(clearingOf, nowMs));
  }

  expire(nowMs: number): void {
    for (const alerts of this.#rules.values()) alerts.expire(nowMs);
  }

  statuses(): readonly RuleStatus[] {
    return [...this.#rules.values()].map(({ status }) => status);
  }
}
