import type { LogRecord, MetricPoint } from "@jobscope/otlp";
import { SimulatedProcess, TrackerHarness, type VirtualClock } from "@jobscope/testkit";
import type { SimulatedProcessOptions } from "@jobscope/testkit";
import type { Change, Run } from "@jobscope/tracker";

import { createOutcomeEvaluator } from "../../src/evaluate/outcome/create-outcome-evaluator.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Cleared, Evaluation, Missing, Sample } from "../../src/model/evaluation.ts";
import type { Evaluator } from "../../src/model/evaluator.ts";
import type { Matchers } from "../../src/model/matcher.ts";
import type { OutcomeCondition, Rule } from "../../src/model/rule.ts";
import { createJobFacts } from "../../src/series/outcome/create-job-facts.ts";
import type { JobFacts } from "../../src/series/outcome/job-facts.ts";
import { ruleOf as anyRule } from "../support/rules.ts";

export function ruleOf<C extends OutcomeCondition>(
  condition: C,
  only: Matchers = [],
): Rule & { readonly condition: C } {
  const scope = { only, except: [] };
  const about = { name: condition.kind, group: "test", scope } as const;
  return { ...anyRule({ ...about, mode: "event", intervalMs: GRID_MS, onMissing: "keep" }), condition };
}

const GRID_MS = 15_000;

/** A rule's turn: it began to hold, or ended. */
export interface Turn {
  readonly rule: OutcomeCondition["kind"];
  readonly to: "firing" | "resolved";
  readonly labels: Sample["labels"];
  readonly atMs: number;
  readonly sample: Sample;
  readonly cleared?: Cleared;
}

interface Watched {
  readonly evaluator: Evaluator;
  readonly active: Map<string, Sample>;
  readonly missing: Map<string, Missing>;
}

/** The simplest lifecycle: what holds fires at once, what was judged and does not hold is over, missing keeps. */
export class RuleWatch {
  readonly facts: JobFacts;
  readonly turns: Turn[] = [];
  readonly #watched: Watched[];
  readonly #alerts: readonly Alert[];

  constructor(
    facts: JobFacts,
    rules: readonly (Rule & { readonly condition: OutcomeCondition })[],
    before?: RuleWatch,
  ) {
    this.facts = facts;
    this.#watched = rules.map((rule) => ({
      evaluator: createOutcomeEvaluator(rule, facts),
      active: new Map(before?.active(rule.condition.kind).map((sample) => [sample.key, sample])),
      missing: new Map(),
    }));
    this.#alerts = rules.flatMap((rule) =>
      (before?.active(rule.condition.kind) ?? []).map((sample) => alertOf(rule, sample)),
    );
  }

  active(kind: OutcomeCondition["kind"]): readonly Sample[] {
    const watched = this.#watched.filter(({ evaluator }) => evaluator.rule.condition.kind === kind);
    return watched.flatMap(({ active }) => [...active.values()]);
  }

  missing(kind: OutcomeCondition["kind"]): readonly Missing[] {
    const watched = this.#watched.filter(({ evaluator }) => evaluator.rule.condition.kind === kind);
    return watched.flatMap(({ missing }) => [...missing.values()]);
  }

  turnsOf(kind: OutcomeCondition["kind"]): readonly Turn[] {
    return this.turns.filter(({ rule }) => rule === kind);
  }

  touched(atMs: number): void {
    for (const each of this.#watched) {
      const evaluation = each.evaluator.evaluateTouched(atMs, this.#context(each));
      if (evaluation !== undefined) this.#apply(each, evaluation);
    }
  }

  grid(atMs: number): void {
    for (const each of this.#watched) this.#apply(each, each.evaluator.evaluate(atMs, this.#context(each)));
  }

  #context({ active }: Watched): { isActive(key: string): boolean; activeAlerts(): Iterable<Alert> } {
    return { isActive: (key) => active.has(key), activeAlerts: () => this.#alerts };
  }

  #apply({ evaluator, active, missing }: Watched, evaluation: Evaluation): void {
    if (evaluation.error !== undefined) throw new Error(evaluation.error);
    const rule = (evaluator.rule as Rule & { readonly condition: OutcomeCondition }).condition.kind;
    const { atMs } = evaluation;
    const holding = new Map(evaluation.holding.map((sample) => [sample.key, sample]));
    for (const [key, sample] of holding) {
      if (evaluation.judged !== "all" && !evaluation.judged.has(key)) throw new Error(`holds unjudged: ${key}`);
      if (!active.has(key)) this.turns.push({ rule, to: "firing", labels: sample.labels, atMs, sample });
      active.set(key, sample);
      missing.delete(key);
    }
    for (const [key, sample] of active) {
      if (holding.has(key)) continue;
      if (evaluation.judged !== "all" && !evaluation.judged.has(key)) continue;
      const gone = evaluation.missing.get(key);
      if (gone !== undefined) {
        missing.set(key, gone);
        continue;
      }
      active.delete(key);
      missing.delete(key);
      const cleared = evaluation.cleared.get(key);
      this.turns.push({ rule, to: "resolved", labels: sample.labels, atMs, sample, ...(cleared && { cleared }) });
    }
  }
}

function alertOf(rule: Rule, sample: Sample): Alert {
  return {
    id: sample.key,
    key: sample.key,
    ruleId: rule.id,
    ruleName: rule.name,
    ruleHash: rule.hash,
    sampleKey: sample.key,
    labels: sample.labels,
    fingerprint: "",
    annotations: {},
    traits: sample.traits ?? {},
    severity: rule.severity,
    state: "firing",
    value: sample.value,
    evidence: sample.evidence ?? {},
    activeAtMs: 0,
  };
}

export interface OutcomeWorldOptions {
  readonly rules: readonly (Rule & { readonly condition: OutcomeCondition })[];
  readonly clock?: VirtualClock;
  readonly isProcessAlive?: ConstructorParameters<typeof TrackerHarness>[0];
}

/** The real tracker with processes that report to it, and rules that watch what it concludes, as the monitor wires them. */
export class OutcomeWorld extends TrackerHarness {
  readonly #rules: OutcomeWorldOptions["rules"];
  watch: RuleWatch;
  #lastGridMs = 0;
  /** False while the monitor is down: nobody looks. */
  watching = true;

  constructor({ rules, clock, isProcessAlive }: OutcomeWorldOptions) {
    super(isProcessAlive, ...(clock === undefined ? [] : [clock]));
    this.#rules = rules;
    this.watch = new RuleWatch(createJobFacts({ jobs: [], instances: [] }), rules);
    const apply = this.store.apply.bind(this.store);
    this.store.apply = (changes: readonly Change[]): void => {
      apply(changes);
      this.see({ changes });
    };
  }

  /** One request: what the tracker concluded, and what came beside it. */
  see(input: { changes?: readonly Change[]; logs?: readonly LogRecord[]; points?: readonly MetricPoint[] }): void {
    const receivedMs = this.clock.nowMs();
    const { changes = [], logs = [], points = [] } = input;
    this.watch.facts.accept({ changes, logs, points, receivedMs });
    this.watch.touched(receivedMs);
  }

  override pass(ms: number, watching = true): void {
    for (let second = 0; second < ms; second += 1000) {
      super.pass(1000, watching);
      const nowMs = this.clock.nowMs();
      if (!watching || nowMs - this.#lastGridMs < GRID_MS) continue;
      this.#lastGridMs = nowMs;
      this.watch.grid(nowMs);
    }
  }

  /** The monitor stops and starts again: facts are made of what is stored, windows are read back. */
  override restart(): void {
    const before = this.watch;
    const { jobs, instances, runs } = this.store;
    const snapshot = JSON.parse(JSON.stringify({ jobs: [...jobs.values()], instances: [...instances.values()] })) as {
      jobs: never[];
      instances: never[];
    };
    const facts = createJobFacts(snapshot);
    this.watch = new RuleWatch(facts, this.#rules, before);
    this.watch.turns.push(...before.turns);
    const sinceMs = this.clock.nowMs() - facts.needs.runsMs;
    const ended = (run: Run): boolean => run.state !== "running" && !run.provisional;
    const all = [...runs.values()].toSorted((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0));
    facts.restoreRuns(all.filter((run) => ended(run) && (run.endMs ?? 0) >= sinceMs));
    facts.restoreRuns(all.filter((run) => !ended(run)));
    super.restart();
    this.watch.grid(this.clock.nowMs());
  }

  start(instanceId: string, options: Partial<SimulatedProcessOptions> = {}): SimulatedProcess {
    return this.boot(new SimulatedProcess({ clock: this.clock, instanceId, jobs: [], ...options }));
  }
}
