import type { Escalator } from "../escalate/escalator.ts";
import type { Transition } from "../model/alert.ts";
import type { DeliveryAttempt, DeliveryReport } from "../model/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Router } from "../route/router.ts";

/** From alerts that changed to messages that are sent: groups, incidents, outbox, in this order. */
export class Dispatch {
  readonly #router: Router;
  readonly #escalator: Escalator;
  readonly #outbox: Outbox;

  constructor(stages: { readonly router: Router; readonly escalator: Escalator; readonly outbox: Outbox }) {
    this.#router = stages.router;
    this.#escalator = stages.escalator;
    this.#outbox = stages.outbox;
  }

  apply(transitions: readonly Transition[], nowMs: number): void {
    if (transitions.length > 0) this.#router.apply(transitions, nowMs);
  }

  /** Decides what is to be told by now, and gives what is to be sent. */
  flush(nowMs: number): readonly DeliveryAttempt[] {
    const told = this.#escalator.follow(this.#router.tick(nowMs), nowMs);
    const steps = this.#escalator.tick(nowMs);
    if (told.length > 0 || steps.length > 0) this.#outbox.add([...told, ...steps], nowMs);
    return this.#outbox.due(nowMs);
  }

  delivered(reports: readonly DeliveryReport[], nowMs: number): void {
    this.#outbox.delivered(reports, nowMs);
  }

  nextDeadlineMs(nowMs: number): number | undefined {
    const deadlines = [
      this.#router.nextDeadlineMs(nowMs),
      this.#escalator.nextDeadlineMs(),
      this.#outbox.nextDeadlineMs(nowMs),
    ].filter((ms) => ms !== undefined);
    return deadlines.length === 0 ? undefined : Math.min(...deadlines);
  }
}
