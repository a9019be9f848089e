import type { Alert, AlertEvent } from "../../src/model/alert.ts";
import type { AlertingChange } from "../../src/model/alerting.ts";
import type { Channel } from "../../src/model/channel.ts";
import type {
  ChannelState,
  DeliveryAttempt,
  DeliveryOutcome,
  Intent,
  Message,
  Notification,
  NotificationReason,
} from "../../src/model/notification.ts";
import type { Receiver } from "../../src/model/routing.ts";
import type { Severity } from "../../src/model/rule.ts";
import { createOutbox } from "../../src/outbox/create-outbox.ts";
import type { OutboxLimits } from "../../src/outbox/limits.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";

export const START_MS: number = Date.UTC(2026, 10, 23, 12);
export const SECOND = 1_000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;

export const OK: DeliveryOutcome = { kind: "delivered" };
export const GONE: DeliveryOutcome = { kind: "broken", reason: "410 Gone" };
export const REFUSED: DeliveryOutcome = { kind: "refused", reason: "413 too large" };
export const DOWN: DeliveryOutcome = { kind: "retry", reason: "503" };
export const busy = (retryAfterMs: number): DeliveryOutcome => ({ kind: "retry", reason: "429", retryAfterMs });

export function channel(name: string, part: Partial<Channel> = {}): Channel {
  const base = { name, type: "console", sendResolved: true, rate: { burst: 1_000, perMinute: 60_000 } } as const;
  return { ...base, ...part } as Channel;
}

export function alertOf(id: string, state: Alert["state"] = "firing", severity: Severity = "warning"): Alert {
  return {
    id,
    key: id,
    ruleId: "jobs/failed",
    ruleName: "failed",
    ruleHash: "1",
    sampleKey: id,
    labels: { alertname: "failed", job_name: id },
    fingerprint: id,
    annotations: { summary: "It failed." },
    traits: {},
    severity,
    state,
    value: 1,
    evidence: {},
    activeAtMs: START_MS,
    firedAtMs: START_MS,
  };
}

export interface IntentParts {
  readonly group?: string;
  readonly receiver?: string;
  readonly firing?: readonly string[];
  readonly resolved?: readonly string[];
  readonly reason?: NotificationReason;
  readonly severity?: Severity;
  readonly atMs?: number;
  readonly id?: string;
  readonly message?: Partial<Message>;
}

let intents = 0;

export function intentOf(parts: IntentParts): Intent {
  intents += 1;
  const { group = "{}:{}", receiver = "team", firing = [], resolved = [], severity = "warning" } = parts;
  const atMs = parts.atMs ?? START_MS;
  const reason = parts.reason ?? (firing.length > 0 ? "firing" : "resolved");
  const message: Message = {
    reason,
    status: firing.length > 0 ? "firing" : "resolved",
    receiver,
    groupKey: group,
    groupLabels: { group },
    commonLabels: { alertname: "failed" },
    commonAnnotations: {},
    severity,
    alerts: [
      ...firing.map((id) => alertOf(id, "firing", severity)),
      ...resolved.map((id) => alertOf(id, "resolved", severity)),
    ].slice(0, 50),
    truncatedAlerts: Math.max(0, firing.length + resolved.length - 50),
    heldBack: 0,
    atMs,
    ...parts.message,
  };
  return { id: parts.id ?? `intent-${intents}`, receiver, groupKey: group, reason, firing, resolved, message, atMs };
}

export interface Seen extends DeliveryAttempt {
  readonly atMs: number;
  readonly outcome: DeliveryOutcome;
}

export interface WorldOptions {
  readonly channels: readonly Channel[];
  readonly receivers?: readonly Receiver[];
  readonly limits?: Partial<OutboxLimits>;
}

/** An outbox with its store and its channels: what is emitted is committed as JSON, and a restart reads it back. */
export class OutboxWorld {
  nowMs: number = START_MS;
  outbox: Outbox;
  readonly rows = new Map<string, Notification>();
  readonly states = new Map<string, ChannelState>();
  readonly events: AlertEvent[] = [];
  readonly seen: Seen[] = [];
  readonly undelivered: string[] = [];
  alerts: Alert[] = [];
  /** What a channel answers; delivered by default. */
  readonly answers = new Map<string, (attempt: DeliveryAttempt) => DeliveryOutcome>();
  options: WorldOptions;
  #pending: AlertingChange[] = [];

  constructor(options: WorldOptions) {
    this.options = options;
    this.outbox = this.#create();
  }

  #create(): Outbox {
    const { channels, limits } = this.options;
    const receivers = this.options.receivers ?? [{ name: "team", channels: channels.map(({ name }) => name) }];
    const notifications = [...this.rows.values()]
      .filter(({ state, owes }) => state === "waiting" || state === "sending" || owes !== undefined)
      .toSorted((a, b) => a.createdMs - b.createdMs);
    return createOutbox({
      config: { channels, receivers },
      snapshot: { notifications, channels: [...this.states.values()], alerts: this.alerts },
      emit: (change) => void this.#pending.push(change),
      onUndelivered: (groupKey) => void this.undelivered.push(groupKey),
      ...(limits === undefined ? {} : { limits }),
    });
  }

  commit(): void {
    for (const change of structuredClone(this.#pending)) {
      if (change.kind === "notification") this.rows.set(change.notification.id, change.notification);
      else if (change.kind === "channel") this.states.set(change.channel.name, change.channel);
      else if (change.kind === "channel_gone") this.states.delete(change.name);
      else if (change.kind === "event") this.events.push(change.event);
    }
    this.#pending = [];
  }

  /** What was not committed never happened. */
  restart(options: WorldOptions = this.options): void {
    this.#pending = [];
    this.options = options;
    this.outbox = this.#create();
  }

  add(parts: IntentParts): void {
    this.outbox.add([intentOf({ atMs: this.nowMs, ...parts })], this.nowMs);
    this.commit();
  }

  take(): readonly DeliveryAttempt[] {
    const attempts = this.outbox.due(this.nowMs);
    this.commit();
    return attempts;
  }

  answer(attempt: DeliveryAttempt, outcome: DeliveryOutcome): void {
    const { notificationId, attempt: number } = attempt;
    this.outbox.delivered([{ notificationId, attempt: number, outcome }], this.nowMs);
    this.commit();
  }

  call(attempt: DeliveryAttempt): DeliveryOutcome {
    const outcome = this.answers.get(attempt.channel)?.(attempt) ?? OK;
    this.seen.push({ ...attempt, atMs: this.nowMs, outcome });
    return outcome;
  }

  /** Sends what is due, and lets time pass to each next deadline. */
  run(forMs = 0): void {
    const untilMs = this.nowMs + forMs;
    for (let rounds = 0; rounds < 100_000; rounds += 1) {
      const attempts = this.take();
      for (const attempt of attempts) this.answer(attempt, this.call(attempt));
      if (attempts.length > 0) continue;
      const next = this.outbox.nextDeadlineMs(this.nowMs);
      if (next === undefined || next > untilMs) break;
      if (next <= this.nowMs) throw new Error(`due at ${next - START_MS}, and nothing was done`);
      this.nowMs = next;
    }
    this.nowMs = untilMs;
  }

  accepted(name?: string): readonly Seen[] {
    return this.seen.filter(
      (seen) => seen.outcome.kind === "delivered" && (name === undefined || seen.channel === name),
    );
  }

  /** What channels took, in short: channel, reason, names of alerts. */
  told(): readonly string[] {
    return this.accepted().map(
      ({ channel: name, message }) => `${name} ${message.reason} ${message.alerts.map(({ id }) => id).join(",")}`,
    );
  }

  rowStates(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { state } of this.rows.values()) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }
}
