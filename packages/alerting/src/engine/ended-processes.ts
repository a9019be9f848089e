import type { Change, Instance } from "@jobscope/tracker";

import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Alert, Transition } from "../model/alert.ts";
import type { Rule } from "../model/rule.ts";

/**
 * A process that has ended measures nothing any more: what its metrics raised would stay for ever, for a silent source
 * resolves nothing by itself. Its being gone is told by rules of its own.
 */
export class EndedProcesses {
  readonly #lifecycle: Lifecycle;
  readonly #measuring: ReadonlySet<string>;

  constructor(lifecycle: Lifecycle, rules: readonly Rule[]) {
    this.#lifecycle = lifecycle;
    this.#measuring = new Set(rules.flatMap(({ id, condition }) => (condition.kind === "threshold" ? [id] : [])));
  }

  /** Resolves the metric alerts of processes that these changes end. */
  take(changes: readonly Change[], nowMs: number): readonly Transition[] {
    return changes.flatMap((change) =>
      change.kind === "instance" && hasEnded(change.instance) ? this.#end(change.instance, nowMs) : [],
    );
  }

  #end(instance: Instance, nowMs: number): readonly Transition[] {
    const detail = `The process ${instance.instanceId} has ended.`;
    return this.#lifecycle.end((alert) => this.#isOf(alert, instance), { reason: "source_ended", detail }, nowMs);
  }

  #isOf({ ruleId, labels }: Alert, { instanceId, service }: Instance): boolean {
    return (
      this.#measuring.has(ruleId) &&
      labels["service_instance_id"] === instanceId &&
      labels["service_name"] === service.service
    );
  }
}

const hasEnded = ({ state }: Instance): boolean => state === "stopped" || state === "dead";
