import type { Alert, Transition } from "../../model/alert.ts";
import type { EmitChange } from "../../model/alerting.ts";
import { resolved } from "../step/clear.ts";
import { lineOf } from "./tell.ts";

/** What rules fired that are not there any more. It ends with that reason: no evaluation will ever speak of it. */
export class OrphanAlerts {
  readonly #emit: EmitChange;
  readonly #alerts = new Map<string, Alert>();

  constructor(emit: EmitChange) {
    this.#emit = emit;
  }

  restore(alert: Alert): void {
    if (alert.state !== "resolved") this.#alerts.set(alert.id, alert);
  }

  active(): Iterable<Alert> {
    return this.#alerts.values();
  }

  retire(atMs: number): readonly Transition[] {
    const transitions = [...this.#alerts.values()].map((alert) => this.#end(alert, atMs));
    this.#alerts.clear();
    return transitions;
  }

  #end(alert: Alert, atMs: number): Transition {
    const from = alert.state;
    if (from === "pending") {
      this.#emit({ kind: "alert_gone", id: alert.id });
      return { alert, from, to: "inactive", atMs };
    }
    const next = resolved(alert, { reason: "rule_removed", detail: "The rule was removed." }, atMs);
    this.#emit({ kind: "alert", alert: next, before: from });
    this.#emit({ kind: "event", event: { alertId: next.id, atMs, ...lineOf(next, from) } });
    return { alert: next, from, to: "resolved", atMs };
  }
}
