import type { AlertCommand, Alerting, AlertingChange, AlertingOutput, DeliveryAttempt } from "@jobscope/alerting";
import type { Change, Tracker } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import { Judgement } from "./judgement.ts";

const CHANGE: Change = { kind: "slot_withdrawn", slotKey: "s", jobId: "j" };
const GONE: AlertingChange = { kind: "group_gone", key: "g" };
const ATTEMPT = { notificationId: "n", channel: "c", attempt: 1 } as DeliveryAttempt;
const LOGS = { signal: "logs", records: [], rejected: 0, rejectedReason: "" } as const;

class FakeTracker implements Pick<Tracker, "accept" | "tick" | "refused" | "receivingResumed" | "nextDeadline"> {
  deadline: number | undefined;
  accept = (): readonly Change[] => [CHANGE];
  tick = (): readonly Change[] => [CHANGE];
  refused = () => ({ count: 0, reason: "" });
  receivingResumed = (): void => {};
  nextDeadline = (): number | undefined => this.deadline;
}

class FakeAlerting implements Alerting {
  readonly seen: unknown[] = [];
  broken: Error | undefined;
  deadline: number | undefined;

  accept(input: Parameters<Alerting["accept"]>[0]): AlertingOutput {
    return this.#answer(input.changes);
  }
  tick(): AlertingOutput {
    return this.#answer("tick");
  }
  delivered(reports: Parameters<Alerting["delivered"]>[0]): AlertingOutput {
    return this.#answer(reports);
  }
  command(command: AlertCommand): ReturnType<Alerting["command"]> {
    return { result: { kind: "hides", hides: [] }, output: this.#answer(command) };
  }
  nextDeadline(): number | undefined {
    return this.deadline;
  }
  health(): ReturnType<Alerting["health"]> {
    throw new Error("nobody asks");
  }
  #answer(what: unknown): AlertingOutput {
    if (this.broken !== undefined) throw this.broken;
    this.seen.push(what);
    return { changes: [GONE], attempts: [ATTEMPT] };
  }
}

function judgementOf(createAlerting: (() => Alerting) | undefined) {
  const tracker = new FakeTracker();
  const clock = { ms: 0 };
  const judgement = new Judgement({
    tracker: tracker as unknown as Tracker,
    createAlerting,
    monotonicMs: () => clock.ms,
  });
  return { tracker, clock, judgement };
}

describe("with alerting", () => {
  it("gives it what the tracker concluded, and both their conclusions out", () => {
    const alerting = new FakeAlerting();
    const { judgement } = judgementOf(() => alerting);
    expect(judgement.accept(LOGS, [], 7)).toEqual({ changes: [CHANGE], alerting: [GONE], attempts: [ATTEMPT] });
    expect(judgement.tick(8)).toEqual({ changes: [CHANGE], alerting: [GONE, GONE], attempts: [ATTEMPT, ATTEMPT] });
    expect(alerting.seen).toEqual([[CHANGE], [CHANGE], "tick"]);
  });

  it("is only woken where the tracker concluded nothing", () => {
    const alerting = new FakeAlerting();
    const { judgement, tracker } = judgementOf(() => alerting);
    tracker.tick = () => [];
    expect(judgement.tick(8)).toEqual({ changes: [], alerting: [GONE], attempts: [ATTEMPT] });
    expect(alerting.seen).toEqual(["tick"]);
  });

  it("wakes at the earlier of both deadlines", () => {
    const alerting = new FakeAlerting();
    const { judgement, tracker } = judgementOf(() => alerting);
    expect(judgement.nextDeadline()).toBeUndefined();
    tracker.deadline = 500;
    expect(judgement.nextDeadline()).toBe(500);
    alerting.deadline = 40;
    expect(judgement.nextDeadline()).toBe(40);
  });

  it("loses no record when it fails, says why, and makes it anew after a while", () => {
    const first = new FakeAlerting();
    const second = new FakeAlerting();
    const made = [first, second];
    const { judgement, clock } = judgementOf(() => made.shift() ?? second);
    first.broken = new TypeError("no such field");
    expect(judgement.accept(LOGS, [], 1)).toEqual({ changes: [CHANGE], alerting: [], attempts: [] });
    expect(judgement.alertingTrouble).toContain("no such field");
    expect(judgement.command({ kind: "explain", alertId: "a" }).result).toMatchObject({ kind: "refused" });
    clock.ms = 29_999;
    expect(judgement.tick(2).alerting).toEqual([]);
    clock.ms = 30_000;
    expect(judgement.tick(3).alerting).toEqual([GONE, GONE]);
    expect(judgement.alertingTrouble).toBeUndefined();
    expect(second.seen).toEqual([[CHANGE], "tick"]);
  });

  it("works without alerting while it cannot be made", () => {
    const { judgement } = judgementOf(() => {
      throw new Error("a stored alert cannot be read");
    });
    expect(judgement.accept(LOGS, [], 1).changes).toEqual([CHANGE]);
    expect(judgement.alertingTrouble).toContain("a stored alert cannot be read");
  });
});

it("refuses commands where alerting is off", () => {
  const { judgement } = judgementOf(undefined);
  expect(judgement.alertingTrouble).toBeUndefined();
  expect(judgement.command({ kind: "explain", alertId: "a" }).result).toEqual({
    kind: "refused",
    detail: "no alerts are raised: alerting is off",
  });
});
