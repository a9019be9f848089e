import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import { createGridClock, type GridClock, phaseOf } from "../lifecycle/grid.ts";
import type { Transition } from "../model/alert.ts";
import type { Evaluation } from "../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../model/evaluator.ts";
import { contextOf } from "./evaluation-context.ts";

interface Judge {
  readonly evaluator: Evaluator;
  readonly context: EvaluationContext;
}

/** Rules of one group and interval: judged at the same slots, in order, so that later ones see what earlier ones concluded. */
interface Batch {
  readonly clock: GridClock;
  readonly judges: Judge[];
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
  readonly #onArrival: readonly Judge[];
  #lastMs: number;

  constructor(options: RuleRunnerOptions) {
    this.#options = options;
    this.#lastMs = options.startMs;
    const { evaluators, lifecycle, startMs } = options;
    const judges = evaluators.map((evaluator) => ({ evaluator, context: contextOf(evaluator.rule, lifecycle) }));
    this.#onArrival = judges.filter(({ evaluator }) => evaluator.rule.mode === "event");
    this.#batches = batchesOf(judges, startMs);
  }

  /** When rules were judged on the grid last. */
  get lastEvaluationMs(): number {
    return this.#lastMs;
  }

  judgeArrivals(nowMs: number): void {
    for (const { evaluator, context } of this.#onArrival) {
      const evaluation = evaluator.evaluateTouched(nowMs, context);
      if (evaluation !== undefined) this.#apply(evaluator, evaluation, nowMs);
    }
  }

  judgeDue(nowMs: number): void {
    for (const { clock, judges } of this.#batches) {
      const slotMs = clock.due(nowMs);
      if (slotMs === undefined) continue;
      for (const judge of judges) this.#judge(judge, slotMs, nowMs);
      this.#lastMs = nowMs;
    }
  }

  nextMs(nowMs: number): number | undefined {
    const next = this.#batches.map(({ clock }) => clock.nextMs(nowMs));
    return next.length === 0 ? undefined : Math.min(...next);
  }

  /** An event rule is judged as of now: what arrived since the slot counts at once. */
  #judge({ evaluator, context }: Judge, slotMs: number, nowMs: number): void {
    const { rule } = evaluator;
    const atMs = rule.mode === "event" ? nowMs : slotMs;
    const evaluation = evaluator.evaluate(atMs - rule.offsetMs, context);
    this.#apply(evaluator, rule.offsetMs === 0 ? evaluation : { ...evaluation, atMs }, nowMs);
  }

  #apply({ rule }: Evaluator, evaluation: Evaluation, nowMs: number): void {
    this.#options.onTransitions(this.#options.lifecycle.apply(rule, evaluation), nowMs);
  }
}

function batchesOf(judges: readonly Judge[], startMs: number): readonly Batch[] {
  const batches = new Map<string, Batch>();
  for (const judge of judges) {
    const { group, intervalMs } = judge.evaluator.rule;
    const key = `${intervalMs} ${group}`;
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, { clock: gridOf(group, intervalMs, startMs), judges: [judge] });
    else batch.judges.push(judge);
  }
  return [...batches.values()];
}

const gridOf = (group: string, intervalMs: number, startMs: number): GridClock =>
  createGridClock({ intervalMs, phaseMs: phaseOf(group, intervalMs) }, startMs);
