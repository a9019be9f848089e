import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import { createGridClock, type GridClock, phaseOf } from "../lifecycle/grid.ts";
import type { Alert, Transition } from "../model/alert.ts";
import type { Evaluation } from "../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../model/evaluator.ts";

/** Rules of one group and interval: judged at the same slots, in order, so that later ones see what earlier ones concluded. */
interface Batch {
  readonly clock: GridClock;
  readonly evaluators: Evaluator[];
}

export interface RuleRunnerOptions {
  readonly evaluators: readonly Evaluator[];
  readonly lifecycle: Lifecycle;
  /** Told what a rule changed, before the next rule is judged. */
  readonly onTransitions: (transitions: readonly Transition[], nowMs: number) => void;
  /** Slots count from here. */
  readonly startMs: number;
}

/** Has rules judged: at once those whose data has just changed, and all of them at the slots of their grid. */
export class RuleRunner {
  readonly #options: RuleRunnerOptions;
  readonly #batches: readonly Batch[];
  readonly #onArrival: readonly Evaluator[];
  readonly #contexts = new Map<Evaluator, EvaluationContext>();
  #lastMs: number;

  constructor(options: RuleRunnerOptions) {
    this.#options = options;
    this.#lastMs = options.startMs;
    this.#onArrival = options.evaluators.filter(({ rule }) => rule.mode === "event");
    this.#batches = batchesOf(options.evaluators, options.startMs);
    for (const evaluator of options.evaluators) this.#contexts.set(evaluator, this.#contextOf(evaluator));
  }

  /** When rules were judged on the grid last. */
  get lastEvaluationMs(): number {
    return this.#lastMs;
  }

  judgeArrivals(nowMs: number): void {
    for (const evaluator of this.#onArrival) {
      const evaluation = evaluator.evaluateTouched(nowMs, this.#context(evaluator));
      if (evaluation !== undefined) this.#apply(evaluator, evaluation, nowMs);
    }
  }

  judgeDue(nowMs: number): void {
    for (const { clock, evaluators } of this.#batches) {
      const slotMs = clock.due(nowMs);
      if (slotMs === undefined) continue;
      for (const evaluator of evaluators) this.#judge(evaluator, slotMs, nowMs);
      this.#lastMs = nowMs;
    }
  }

  nextMs(nowMs: number): number | undefined {
    const next = this.#batches.map(({ clock }) => clock.nextMs(nowMs));
    return next.length === 0 ? undefined : Math.min(...next);
  }

  /** An event rule is judged as of now: what arrived since the slot counts at once. */
  #judge(evaluator: Evaluator, slotMs: number, nowMs: number): void {
    const { rule } = evaluator;
    const atMs = rule.mode === "event" ? nowMs : slotMs;
    const evaluation = evaluator.evaluate(atMs - rule.offsetMs, this.#context(evaluator));
    this.#apply(evaluator, rule.offsetMs === 0 ? evaluation : { ...evaluation, atMs }, nowMs);
  }

  #apply({ rule }: Evaluator, evaluation: Evaluation, nowMs: number): void {
    this.#options.onTransitions(this.#options.lifecycle.apply(rule, evaluation), nowMs);
  }

  #context(evaluator: Evaluator): EvaluationContext {
    const context = this.#contexts.get(evaluator);
    if (context === undefined) throw new Error(`rule ${evaluator.rule.id} has no context`);
    return context;
  }

  #contextOf({ rule }: Evaluator): EvaluationContext {
    const { lifecycle } = this.#options;
    return {
      isActive: (key) => lifecycle.isActive(rule.id, key),
      activeAlerts: (): Iterable<Alert> => lifecycle.active(),
    };
  }
}

function batchesOf(evaluators: readonly Evaluator[], startMs: number): readonly Batch[] {
  const batches = new Map<string, Batch>();
  for (const evaluator of evaluators) {
    const { group, intervalMs } = evaluator.rule;
    const key = `${intervalMs} ${group}`;
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, { clock: gridOf(group, intervalMs, startMs), evaluators: [evaluator] });
    else batch.evaluators.push(evaluator);
  }
  return [...batches.values()];
}

const gridOf = (group: string, intervalMs: number, startMs: number): GridClock =>
  createGridClock({ intervalMs, phaseMs: phaseOf(group, "", intervalMs) }, startMs);
