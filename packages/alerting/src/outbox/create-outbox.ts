import type { ChannelState, DeliveryAttempt, DeliveryReport, Intent } from "../model/notification.ts";
import type { GroupMove } from "../route/group-move.ts";
import { OutboxBook } from "./book.ts";
import { dropIdleSteps } from "./drop-idle-steps.ts";
import type { Outbox, OutboxOptions, OutboxStats } from "./outbox.ts";
import { placeIntent } from "./place-intent.ts";
import { restore } from "./restore.ts";
import { lastSeenMs, shiftClock } from "./shift-clock.ts";
import { nextDueMs, takeDue } from "./take-due.ts";
import { takeReport } from "./take-report.ts";

class MemoryOutbox implements Outbox {
  readonly #book: OutboxBook;
  readonly #snapshot: OutboxOptions["snapshot"];
  #isRestored = false;
  #lastMs: number;

  constructor(options: OutboxOptions) {
    this.#book = new OutboxBook(options);
    this.#snapshot = options.snapshot;
    this.#lastMs = lastSeenMs(this.#book);
  }

  add(intents: readonly Intent[], nowMs: number): void {
    this.#begin(nowMs);
    for (const intent of intents) placeIntent(this.#book, intent);
  }

  due(nowMs: number): readonly DeliveryAttempt[] {
    this.#begin(nowMs);
    const attempts: DeliveryAttempt[] = [];
    for (const queue of this.#book.queues.values()) {
      const attempt = takeDue(this.#book, queue);
      if (attempt !== undefined) attempts.push(attempt);
    }
    return attempts;
  }

  delivered(reports: readonly DeliveryReport[], nowMs: number): void {
    this.#begin(nowMs);
    for (const report of reports) takeReport(this.#book, report);
  }

  dropSteps(groupKey: string, nowMs: number): void {
    this.#begin(nowMs);
    for (const queue of this.#book.queues.values()) dropIdleSteps(this.#book, queue, groupKey);
  }

  moved(moves: readonly GroupMove[], nowMs: number): void {
    this.#begin(nowMs);
    const { ledger } = this.#book;
    for (const { alertIds, from, enders } of moves) {
      for (const to of enders) if (to !== from) ledger.copy(from, to, alertIds);
      if (!enders.includes(from)) ledger.settleAll(from, alertIds);
    }
  }

  nextDeadlineMs(nowMs: number): number | undefined {
    if (!this.#isRestored) return nowMs;
    let next: number | undefined;
    for (const queue of this.#book.queues.values()) {
      const dueMs = nextDueMs(queue, nowMs);
      if (dueMs !== undefined) next = Math.min(dueMs, next ?? dueMs);
    }
    return next;
  }

  brokenChannels(): readonly ChannelState[] {
    return this.#states().filter((state) => state.circuit === "broken");
  }

  stats(nowMs: number): OutboxStats {
    let [waiting, sending, oldest] = [0, 0, nowMs];
    for (const queue of this.#book.queues.values()) {
      waiting += queue.size;
      for (const row of queue.rows()) oldest = Math.min(oldest, row.createdMs);
      if (queue.sending === undefined) continue;
      sending += 1;
      oldest = Math.min(oldest, queue.sending.createdMs);
    }
    return {
      waiting,
      sending,
      oldestWaitingMs: waiting + sending === 0 ? undefined : nowMs - oldest,
      channels: this.#states(),
      owed: this.#book.ledger.size,
      counts: { ...this.#book.counts },
    };
  }

  #states(): ChannelState[] {
    return [...this.#book.queues.values()].map((queue) => queue.state);
  }

  /** What a restart changes is written with the first call, as only that knows the time. */
  #begin(nowMs: number): void {
    const book = this.#book;
    book.nowMs = nowMs;
    if (!this.#isRestored) {
      this.#isRestored = true;
      restore(book, this.#snapshot);
    }
    if (nowMs < this.#lastMs) shiftClock(book, this.#lastMs - nowMs);
    this.#lastMs = nowMs;
  }
}

/** Pure but for what it emits; one for each alerting. */
export function createOutbox(options: OutboxOptions): Outbox {
  return new MemoryOutbox(options);
}
