import type { DeliveryAttempt, DeliveryOutcome, Notification } from "../../src/model/notification.ts";
import type { OutboxLimits } from "../../src/outbox/limits.ts";
import {
  busy,
  channel,
  DOWN,
  GONE,
  intentOf,
  type IntentParts,
  OK,
  OutboxWorld,
  REFUSED,
  SECOND,
} from "./outbox-world.ts";

export type Op =
  | { readonly kind: "fire" | "resolve" | "repeat"; readonly group: number; readonly alert: number }
  | { readonly kind: "escalate"; readonly group: number }
  | { readonly kind: "mode"; readonly channel: ChannelName; readonly mode: Mode }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "jump"; readonly ms: number };

export type ChannelName = "a" | "b" | "c" | "d" | "e";
export type Mode = "ok" | "down" | "busy" | "refused" | "gone";

/** a fails over to b; c is slow; d is the lead's; e wants no resolves. */
export const CHANNELS = [
  channel("a", { failover: "b" }),
  channel("b"),
  channel("c", { rate: { burst: 1, perMinute: 60 } }),
  channel("d"),
  channel("e", { sendResolved: false }),
];
export const RECEIVERS = [
  { name: "team", channels: ["a", "c", "e"] },
  { name: "lead", channels: ["d"] },
];

const OUTCOMES: Readonly<Record<Mode, DeliveryOutcome>> = {
  ok: OK,
  down: DOWN,
  busy: busy(20 * SECOND),
  refused: REFUSED,
  gone: GONE,
};

class Crash extends Error {}

/** A message that a channel which honours ids took for new. */
export interface Taken {
  readonly channel: string;
  readonly row: Notification;
}

/**
 * Drives an outbox through a scenario and kills it at chosen points: before and after each commit, and between a channel's
 * acceptance and the report of it. What was not committed never happened, so whoever decided it decides it again.
 */
export class CrashingWorld {
  readonly world: OutboxWorld;
  readonly modes = new Map<string, Mode>();
  readonly taken: Taken[] = [];
  /** Repetitions that were not marked. */
  readonly unmarked: DeliveryAttempt[] = [];
  /** By alert: its group, how often it was told as firing, and whether it is over. */
  readonly alerts = new Map<string, { group: string; told: number; over: boolean }>();
  points = 0;
  crashes = 0;
  readonly #crashAt: (point: number) => boolean;
  readonly #ids = new Map<string, Set<string>>();

  constructor(crashAt: (point: number) => boolean, limits: Partial<OutboxLimits> = {}) {
    this.#crashAt = crashAt;
    this.world = new OutboxWorld({ channels: CHANNELS, receivers: RECEIVERS, limits });
  }

  play(ops: readonly Op[]): void {
    ops.forEach((op, index) => this.#do(op, index));
    this.modes.clear();
    for (const [id, { group, over }] of this.alerts) {
      if (!over) this.#intend(`end-${id}`, { group, resolved: [id] });
    }
    this.#drain(3 * 3_600 * SECOND);
  }

  #do(op: Op, index: number): void {
    switch (op.kind) {
      case "fire": {
        const id = `${op.group}.${index}`;
        return this.#intend(`op-${index}`, { group: `g${op.group}`, firing: [...this.#firing(`g${op.group}`), id] });
      }
      case "resolve":
      case "repeat": {
        const firing = this.#firing(`g${op.group}`);
        const id = firing[op.alert % Math.max(1, firing.length)];
        if (id === undefined) return;
        const rest = firing.filter((other) => other !== id);
        const parts = op.kind === "repeat" ? { firing, reason: "repeat" as const } : { firing: rest, resolved: [id] };
        return this.#intend(`op-${index}`, { group: `g${op.group}`, ...parts });
      }
      case "escalate": {
        const firing = this.#firing(`g${op.group}`);
        if (firing.length === 0) return;
        return this.#intend(`op-${index}`, { group: `g${op.group}`, firing, receiver: "lead", reason: "escalation" });
      }
      case "mode":
        return void this.modes.set(op.channel, op.mode);
      case "wait":
        return this.#drain(op.ms);
      case "jump":
        this.world.nowMs += op.ms;
    }
  }

  #firing(group: string): string[] {
    return [...this.alerts].flatMap(([id, alert]) => (alert.group === group && !alert.over ? [id] : []));
  }

  #intend(id: string, parts: IntentParts): void {
    const { world } = this;
    const intent = intentOf({ id, atMs: world.nowMs, ...parts });
    let stored = false;
    this.#survive(() => {
      if (stored) return;
      world.outbox.add([intent], world.nowMs);
      this.#point();
      world.commit();
      stored = true;
      for (const alert of intent.firing) {
        const known = this.alerts.get(alert) ?? { group: intent.groupKey, told: 0, over: false };
        this.alerts.set(alert, { ...known, told: known.told + 1 });
      }
      for (const alert of intent.resolved) this.alerts.set(alert, { ...this.alerts.get(alert)!, over: true });
      this.#point();
    });
  }

  #drain(forMs: number): void {
    const { world } = this;
    const untilMs = world.nowMs + forMs;
    this.#survive(() => {
      for (let rounds = 0; rounds < 10_000; rounds += 1) {
        const attempts = this.#commit(() => world.outbox.due(world.nowMs));
        for (const attempt of attempts) {
          const outcome = this.#call(attempt);
          this.#point();
          const report = { notificationId: attempt.notificationId, attempt: attempt.attempt, outcome };
          this.#commit(() => world.outbox.delivered([report], world.nowMs));
        }
        if (attempts.length > 0) continue;
        const next = world.outbox.nextDeadlineMs(world.nowMs);
        if (next === undefined || next > untilMs) break;
        if (next <= world.nowMs) throw new Error("due, and nothing was done");
        world.nowMs = next;
      }
      world.nowMs = Math.max(world.nowMs, untilMs);
    });
  }

  #call(attempt: DeliveryAttempt): DeliveryOutcome {
    const { channel: name, notificationId: id } = attempt;
    const outcome = OUTCOMES[this.modes.get(name) ?? "ok"];
    if (outcome.kind !== "delivered") return outcome;
    const ids = this.#ids.get(name) ?? new Set();
    this.#ids.set(name, ids);
    if (ids.has(id)) {
      if (!attempt.maybeRepeated) this.unmarked.push(attempt);
      return outcome;
    }
    ids.add(id);
    const row = this.world.rows.get(id);
    if (row === undefined) throw new Error("sent before it was stored");
    this.taken.push({ channel: name, row });
    return outcome;
  }

  #commit<T>(step: () => T): T {
    const result = step();
    this.#point();
    this.world.commit();
    this.#point();
    return result;
  }

  #point(): void {
    this.points += 1;
    if (this.#crashAt(this.points)) throw new Crash();
  }

  #survive(step: () => void): void {
    for (;;) {
      try {
        step();
        return;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        this.crashes += 1;
        this.world.restart();
      }
    }
  }
}
