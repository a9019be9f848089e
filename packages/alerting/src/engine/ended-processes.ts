import type { Change, Instance } from "@jobscope/tracker";

import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Clearing } from "../lifecycle/step/clear.ts";
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

  /** Resolves the metric alerts of processes that these changes end: one look at the alerts, however many end at once. */
  take(changes: readonly Change[], nowMs: number): readonly Transition[] {
    const ended = new Set(
      changes.flatMap((change) =>
        change.kind === "instance" && hasEnded(change.instance) ? keyOf(change.instance) : [],
      ),
    );
    return ended.size === 0 ? [] : this.#lifecycle.end((alert) => this.#clearingOf(alert, ended), nowMs);
  }

  #clearingOf({ ruleId, labels }: Alert, ended: ReadonlySet<string>): Clearing | undefined {
    const { service_instance_id: instanceId, service_name: service = "" } = labels;
    // Without an instance it is about all of the service.
    if (instanceId === undefined || !this.#measuring.has(ruleId)) return undefined;
    if (!ended.has(processKey(service, instanceId))) return undefined;
    return { reason: "source_ended", detail: `The process ${instanceId} has ended.` };
  }
}

const hasEnded = ({ state }: Instance): boolean => state === "stopped" || state === "dead";

const keyOf = ({ instanceId, service }: Instance): string => processKey(service.service, instanceId);

const processKey = (service: string, instanceId: string): string => `${service}\u{0}${instanceId}`;
