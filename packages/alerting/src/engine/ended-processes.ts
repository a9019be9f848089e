import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME, ATTR_SERVICE_NAME, ATTR_SERVICE_NAMESPACE } from "@jobscope/semconv";
import type { Change, Instance, InstanceKey } from "@jobscope/tracker";

import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Clearing } from "../lifecycle/step/clear.ts";
import type { Alert, Transition } from "../model/alert.ts";
import { labelName } from "../model/labels.ts";
import type { Rule } from "../model/rule.ts";
import type { SeriesStore } from "../model/series.ts";

export interface EndedProcessesOptions {
  readonly lifecycle: Lifecycle;
  readonly series: SeriesStore;
  readonly rules: readonly Rule[];
}

/**
 * A process that has ended measures nothing any more: what its metrics raised would stay for ever, for a silent source
 * resolves nothing by itself; or fire anew, for what a gauge held last counts for a while. Its being gone is told by rules of
 * its own.
 */
export class EndedProcesses {
  readonly #options: EndedProcessesOptions;
  readonly #measuring: ReadonlySet<string>;

  constructor(options: EndedProcessesOptions) {
    this.#options = options;
    const measures = options.rules.filter(({ condition: { kind } }) => kind === "threshold" || kind === "absence");
    this.#measuring = new Set(measures.map(({ id }) => id));
  }

  /** After a restart: which processes had ended by then. */
  restore(instances: readonly Instance[]): void {
    this.#options.series.setEnded(keysOf(instances.filter(hasEnded)), true);
  }

  /** Resolves the metric alerts of processes that these changes end: one look at the alerts, however many end at once. */
  take(changes: readonly Change[], nowMs: number): readonly Transition[] {
    const instances = changes.flatMap((change) => (change.kind === "instance" ? change.instance : []));
    if (instances.length === 0) return [];
    const { series, lifecycle } = this.#options;
    const ended = instances.filter(hasEnded);
    const live = instances.filter((instance) => !hasEnded(instance));
    if (live.length > 0) series.setEnded(keysOf(live), false);
    if (ended.length === 0) return [];
    series.setEnded(keysOf(ended), true);
    const byId = Map.groupBy(ended, ({ instanceId }) => instanceId);
    return lifecycle.end((alert) => this.#clearingOf(alert, byId), nowMs);
  }

  #clearingOf(alert: Alert, ended: ReadonlyMap<string, readonly Instance[]>): Clearing | undefined {
    // Without an instance it is about all of the service.
    const { service_instance_id: instanceId } = alert.labels;
    if (instanceId === undefined || !this.#measuring.has(alert.ruleId)) return undefined;
    if (ended.get(instanceId)?.some((instance) => isOf(alert, instance)) !== true) return undefined;
    return { reason: "source_ended", detail: `The process ${instanceId} has ended.` };
  }
}

const hasEnded = ({ state }: Instance): boolean => state === "stopped" || state === "dead";

const keysOf = (instances: readonly Instance[]): ReadonlySet<InstanceKey> => new Set(instances.map(({ key }) => key));

/** Instances of other services, or of another environment, may have the same id. */
function isOf({ labels, traits }: Alert, { service }: Instance): boolean {
  const says = (attribute: string): string | undefined => labels[labelName(attribute)] ?? traits[labelName(attribute)];
  return (
    (says(ATTR_SERVICE_NAME) ?? "") === service.service &&
    (says(ATTR_SERVICE_NAMESPACE) ?? service.namespace) === service.namespace &&
    (says(ATTR_DEPLOYMENT_ENVIRONMENT_NAME) ?? service.environment) === service.environment
  );
}
