import type { Evaluation } from "../../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import type { LabelsKey } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import { drain } from "../../series/outcome/touched.ts";
import { EvaluationBuilder } from "./evaluation-builder.ts";
import type { Remembered } from "./remembered.ts";
import { rememberAlerts } from "./remembered.ts";

export interface SetLook {
  readonly rule: Rule;
  /** Keys of what has changed. */
  readonly touched: Set<string>;
  /** Keys of everything there is. */
  readonly all: () => Iterable<string>;
  /** Judges one of them, which may be gone. */
  readonly look: (key: string, builder: EvaluationBuilder) => void;
}

/** For rules that are judged service by service. */
export function* serviceIds(facts: JobFacts): Generator<string> {
  for (const { id } of facts.services()) yield id;
}

/** Judges a rule over a set of things by their keys; between two grid looks only those that something happened to. */
export function createSetEvaluator({ rule, touched, all, look }: SetLook): Evaluator {
  let remembered: ReadonlyMap<LabelsKey, Remembered> | undefined;

  function start(atMs: number, context: EvaluationContext): EvaluationBuilder {
    remembered ??= rememberAlerts(rule.id, context);
    return new EvaluationBuilder(atMs, context, remembered);
  }

  return {
    rule,
    evaluate(atMs, context): Evaluation {
      const builder = start(atMs, context);
      for (const key of new Set([...drain(touched), ...all()])) look(key, builder);
      return builder.build("all");
    },
    evaluateTouched(atMs, context): Evaluation | undefined {
      if (touched.size === 0) return undefined;
      const builder = start(atMs, context);
      for (const key of drain(touched)) look(key, builder);
      return builder.isEmpty ? undefined : builder.build("named");
    },
  };
}
