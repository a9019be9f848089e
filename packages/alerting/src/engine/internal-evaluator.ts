import type { Cleared, Evaluation, Missing, Sample } from "../model/evaluation.ts";
import type { Evaluator } from "../model/evaluator.ts";
import { type Labels, labelsKey } from "../model/labels.ts";
import type { InternalSignal, Rule } from "../model/rule.ts";

/** One thing that is wrong with the alerting itself. */
export interface InternalFact {
  readonly labels: Labels;
  /** One sentence for people. */
  readonly finding: string;
}

/** What each signal has to say at the moment. */
export type InternalFacts = (signal: InternalSignal, nowMs: number) => readonly InternalFact[];

const NOTHING_MISSING: ReadonlyMap<string, Missing> = new Map();
const NOTHING_CLEARED: ReadonlyMap<string, Cleared> = new Map();

/** Judges a rule about the alerting itself. */
export function createInternalEvaluator(rule: Rule, signal: InternalSignal, facts: InternalFacts): Evaluator {
  const evaluate = (atMs: number): Evaluation => ({
    atMs,
    judged: "all",
    holding: facts(signal, atMs).map(sampleOf),
    missing: NOTHING_MISSING,
    cleared: NOTHING_CLEARED,
  });
  return { rule, evaluate, evaluateTouched: () => undefined };
}

function sampleOf({ labels, finding }: InternalFact): Sample {
  return { key: labelsKey(labels), labels, value: 1, evidence: { finding } };
}
