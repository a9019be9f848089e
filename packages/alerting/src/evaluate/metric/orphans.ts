import type { EvaluationContext } from "../../model/evaluator.ts";
import type { LabelsKey } from "../../model/labels.ts";

/**
 * Alerts from before a restart whose streams have not come back: nothing is known of them, which is neither "holds" nor
 * "does not hold".
 */
export class Orphans {
  readonly #ruleId: string;
  #keys: Set<LabelsKey> | undefined;

  constructor(ruleId: string) {
    this.#ruleId = ruleId;
  }

  /** Those that are still active and that nobody knows. */
  of(context: EvaluationContext, isKnown: (key: LabelsKey) => boolean): Iterable<LabelsKey> {
    this.#keys ??= this.#activeKeys(context);
    for (const key of this.#keys) if (isKnown(key) || !context.isActive(key)) this.#keys.delete(key);
    return this.#keys;
  }

  #activeKeys(context: EvaluationContext): Set<LabelsKey> {
    const keys = new Set<LabelsKey>();
    for (const alert of context.activeAlerts()) if (alert.ruleId === this.#ruleId) keys.add(alert.sampleKey);
    return keys;
  }
}
