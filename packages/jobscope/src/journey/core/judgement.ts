import type {
  AlertCommand,
  AlertCommandResult,
  Alerting,
  AlertingChange,
  AlertingHealth,
  AlertingOutput,
  DeliveryAttempt,
  DeliveryReport,
} from "@jobscope/alerting";
import type { DecodedRequest } from "@jobscope/otlp";
import type { Change, JobId, Tracker, TrackerInput, TrackerRefusal } from "@jobscope/tracker";

import { messageOf } from "../../config/error-text.ts";

/** What follows from records, or from time passing: to be written in one transaction; attempts are made once it is committed. */
export interface Conclusions {
  readonly changes: readonly Change[];
  readonly alerting: readonly AlertingChange[];
  readonly attempts: readonly DeliveryAttempt[];
}

type Alerted = Omit<Conclusions, "changes">;

const NOTHING_ALERTED: Alerted = { alerting: [], attempts: [] };

export interface JudgementOptions {
  readonly tracker: Tracker;
  /** Makes the alerting from what is stored; undefined where no alerts are raised. */
  readonly createAlerting: (() => Alerting) | undefined;
  readonly monotonicMs: () => number;
}

/** How long the alerting stays away after it failed, milliseconds. */
const REVIVE_AFTER_MS = 30_000;

/**
 * The tracker and behind it the alerting: records in, conclusions out. An alerting that fails costs no record: it is put
 * away, says so, and is made anew from what is stored, where all that it missed can be read back.
 */
export class Judgement {
  readonly #options: JudgementOptions;
  readonly #tracker: Tracker;
  #alerting: Alerting | undefined;
  #trouble: string | undefined;
  #reviveAtMs = 0;

  constructor(options: JudgementOptions) {
    this.#options = options;
    this.#tracker = options.tracker;
    this.#revive();
  }

  /** Why no alerts are raised although they should be. */
  get alertingTrouble(): string | undefined {
    return this.#trouble;
  }

  accept(request: DecodedRequest, inputs: readonly TrackerInput[], receivedMs: number): Conclusions {
    const changes = this.#tracker.accept(inputs);
    const points = request.signal === "metrics" ? request.records : [];
    const logs = request.signal === "logs" ? request.records : [];
    return { changes, ...this.#alert((alerting) => alerting.accept({ changes, points, logs, receivedMs })) };
  }

  tick(nowMs: number): Conclusions {
    const changes = this.#tracker.tick();
    this.#revive();
    // It ticks every second, and seldom anything comes of it.
    const told = { changes, points: [], logs: [], receivedMs: nowMs };
    const atOnce = changes.length === 0 ? NOTHING_ALERTED : this.#alert((alerting) => alerting.accept(told));
    const inTime = this.#alert((alerting) => alerting.tick());
    return {
      changes,
      alerting: [...atOnce.alerting, ...inTime.alerting],
      attempts: [...atOnce.attempts, ...inTime.attempts],
    };
  }

  /** An admin takes a job out of watch; undefined where there is no such job. */
  retire(jobId: JobId, reason: string, nowMs: number): Conclusions | undefined {
    const changes = this.#tracker.retire(jobId, reason);
    if (changes.length === 0) return undefined;
    const told = { changes, points: [], logs: [], receivedMs: nowMs };
    return { changes, ...this.#alert((alerting) => alerting.accept(told)) };
  }

  delivered(reports: readonly DeliveryReport[]): Conclusions {
    return { changes: [], ...this.#alert((alerting) => alerting.delivered(reports)) };
  }

  command(command: AlertCommand): { readonly result: AlertCommandResult; readonly conclusions: Conclusions } {
    let result: AlertCommandResult = {
      kind: "refused",
      detail: `no alerts are raised${this.#trouble === undefined ? ": alerting is off" : ` at the moment: ${this.#trouble}`}`,
    };
    const concluded = this.#alert((alerting) => {
      const answer = alerting.command(command);
      result = answer.result;
      return answer.output;
    });
    return { result, conclusions: { changes: [], ...concluded } };
  }

  refused(): TrackerRefusal {
    return this.#tracker.refused();
  }

  receivingResumed(): void {
    this.#tracker.receivingResumed();
  }

  alertingHealth(): AlertingHealth | undefined {
    return this.#alerting?.health();
  }

  /** Milliseconds until {@link tick} has something to do. */
  nextDeadline(): number | undefined {
    const deadlines = [this.#tracker.nextDeadline(), this.#alerting?.nextDeadline()].filter((ms) => ms !== undefined);
    return deadlines.length === 0 ? undefined : Math.min(...deadlines);
  }

  #alert(work: (alerting: Alerting) => AlertingOutput): Alerted {
    if (this.#alerting === undefined) return NOTHING_ALERTED;
    try {
      const { changes, attempts } = work(this.#alerting);
      return { alerting: changes, attempts };
    } catch (error) {
      this.#putAway(error);
      return NOTHING_ALERTED;
    }
  }

  #revive(): void {
    const { createAlerting, monotonicMs } = this.#options;
    if (createAlerting === undefined || this.#alerting !== undefined || monotonicMs() < this.#reviveAtMs) return;
    try {
      this.#alerting = createAlerting();
      this.#trouble = undefined;
    } catch (error) {
      this.#putAway(error);
    }
  }

  #putAway(error: unknown): void {
    this.#alerting = undefined;
    this.#trouble = messageOf(error);
    this.#reviveAtMs = this.#options.monotonicMs() + REVIVE_AFTER_MS;
  }
}
