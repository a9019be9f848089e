import { DeadlineHeap } from "@jobscope/tracker";

import type { AlertEvent } from "../model/alert.ts";
import type { Incident } from "../model/incident.ts";
import { MAX_ALERTS_PER_MESSAGE } from "../model/notification.ts";
import type { EscalatorOptions } from "./escalator.ts";

/** A group that fires again within this after its end is the same incident still. */
export const REOPEN_MS = 600_000;

/** Incidents that are open or ended just now: one for each group, as they were emitted. */
export class IncidentBook {
  readonly steps: DeadlineHeap = new DeadlineHeap();
  readonly #byGroup = new Map<string, Incident>();
  readonly #byId = new Map<string, Incident>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, number>();
  readonly #emit: EscalatorOptions["emit"];

  constructor(emit: EscalatorOptions["emit"], incidents: readonly Incident[]) {
    this.#emit = emit;
    const byEnd = incidents.toSorted((a, b) => (a.resolvedMs ?? Infinity) - (b.resolvedMs ?? Infinity));
    for (const incident of byEnd) this.#hold(incident);
  }

  ofGroup(groupKey: string): Incident | undefined {
    return this.#byGroup.get(groupKey);
  }

  byId(id: string): Incident | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Incident> {
    return this.#byGroup.values();
  }

  write(incident: Incident): Incident {
    this.#hold(incident);
    this.#emit({ kind: "incident", incident });
    return incident;
  }

  /** It is another group's from now on, and is written as that next. */
  release({ groupKey, id }: Incident): void {
    this.#byGroup.delete(groupKey);
    this.#byId.delete(id);
    this.#ended.delete(groupKey);
    this.steps.cancel(groupKey);
  }

  tell(incident: Incident, event: Pick<AlertEvent, "kind" | "detail">, atMs: number): void {
    for (const alertId of incident.alertIds.slice(0, MAX_ALERTS_PER_MESSAGE)) {
      this.#emit({ kind: "event", event: { alertId, atMs, ...event } });
    }
  }

  /** Drops incidents whose end lies too long ago to be reopened. */
  forget(nowMs: number): void {
    for (const [groupKey, endedMs] of this.#ended) {
      if (nowMs - endedMs < REOPEN_MS) return;
      this.#ended.delete(groupKey);
      const incident = this.#byGroup.get(groupKey);
      this.#byGroup.delete(groupKey);
      if (incident !== undefined) this.#byId.delete(incident.id);
    }
  }

  #hold(incident: Incident): void {
    const { id, groupKey, state, nextStepMs, resolvedMs } = incident;
    const before = this.#byGroup.get(groupKey);
    if (before !== undefined && before.id !== id) this.#byId.delete(before.id);
    this.#byGroup.set(groupKey, incident);
    this.#byId.set(id, incident);
    this.#ended.delete(groupKey);
    if (state === "resolved") this.#ended.set(groupKey, resolvedMs ?? 0);
    if (nextStepMs === undefined || state === "resolved") this.steps.cancel(groupKey);
    else this.steps.set(groupKey, nextStepMs);
  }
}
