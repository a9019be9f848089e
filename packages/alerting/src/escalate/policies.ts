import type { AlertingConfig } from "../model/config.ts";
import { LABEL_SEVERITY } from "../model/labels.ts";
import type { Message } from "../model/notification.ts";
import { routesOf } from "../model/routes-of.ts";
import type { EscalationPolicy } from "../model/routing.ts";
import { compileMatchers, type CompiledMatchers } from "../rules/matching/compile-matchers.ts";

interface Compiled {
  readonly policy: EscalationPolicy;
  readonly matches: CompiledMatchers;
}

/** Finds the escalation policy of a group. Several may have one name: the first that matches counts. */
export class Policies {
  readonly #policies: readonly Compiled[];
  /** Name of the policy by route id, longest id first. */
  readonly #routes: readonly (readonly [string, string | undefined])[];

  constructor(config: Pick<AlertingConfig, "route" | "escalations">) {
    this.#policies = config.escalations.map((policy) => ({ policy, matches: compileMatchers(policy.matchers) }));
    const routes = routesOf(config.route).map(({ id, escalation }) => [id, escalation] as const);
    this.#routes = routes.toSorted(([a], [b]) => b.length - a.length);
  }

  /** For a group that is told now. */
  ofGroup(groupKey: string, message: Message): EscalationPolicy | undefined {
    // The key of a group begins with the id of its route.
    const name = this.#routes.find(([id]) => groupKey.startsWith(`${id}:`))?.[1];
    return name === undefined ? undefined : this.#named(name, message);
  }

  /** For an incident that is open: the configuration, or the severity of the group, may have changed since. */
  ofIncident(name: string, message: Message | undefined): EscalationPolicy | undefined {
    const same = this.#policies.find(({ policy }) => policy.name === name)?.policy;
    return message === undefined ? same : (this.#named(name, message) ?? same);
  }

  #named(name: string, message: Message): EscalationPolicy | undefined {
    const lookup = lookupOf(message);
    return this.#policies.find(({ policy, matches }) => policy.name === name && matches(lookup))?.policy;
  }
}

/** The severity is that of the gravest alert. */
function lookupOf({ commonLabels, groupLabels, severity }: Message): (name: string) => string {
  return (name) => (name === LABEL_SEVERITY ? severity : (commonLabels[name] ?? groupLabels[name] ?? ""));
}
