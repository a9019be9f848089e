import type { Alert } from "../../src/model/alert.ts";

/** What Prometheus posts to an Alertmanager. */
export interface Sent {
  readonly labels: Alert["labels"];
  readonly annotations: Alert["annotations"];
  readonly sentMs: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly resolved: boolean;
}

const RETENTION_MS = 15 * 60_000;

/**
 * When Prometheus would tell an Alertmanager of alerts, again and again. Nothing of ours sends like that: a notification goes out
 * once and is kept until it is delivered. It is here so that the suite can be checked to the last word.
 */
export class Resend {
  readonly #intervalMs: number;
  readonly #delayMs: number;
  readonly #sentMs = new Map<string, number>();
  readonly #resolved = new Map<string, Alert>();

  constructor(intervalMs: number, delayMs: number) {
    this.#intervalMs = intervalMs;
    this.#delayMs = delayMs;
  }

  /** After an evaluation: the active alerts, and those that it resolved. */
  step(atMs: number, active: readonly Alert[], resolved: readonly Alert[]): readonly Sent[] {
    for (const alert of resolved) this.#resolved.set(alert.key, alert);
    for (const { key } of active) this.#resolved.delete(key);
    for (const [key, { resolvedAtMs = 0 }] of this.#resolved) {
      if (atMs - resolvedAtMs > RETENTION_MS) this.#resolved.delete(key);
    }
    const firing = active.filter(({ state }) => state === "firing");
    return [...firing, ...this.#resolved.values()].flatMap((alert) => this.#send(alert, atMs));
  }

  #send(alert: Alert, atMs: number): readonly Sent[] {
    const sentMs = this.#sentMs.get(alert.id);
    const isNews = sentMs === undefined || (alert.resolvedAtMs ?? 0) > sentMs;
    if (!isNews && atMs - sentMs <= this.#delayMs) return [];
    this.#sentMs.set(alert.id, atMs);
    const { labels, annotations, firedAtMs = 0, resolvedAtMs } = alert;
    const endsAtMs = resolvedAtMs ?? atMs + 4 * Math.max(this.#intervalMs, this.#delayMs);
    return [
      { labels, annotations, sentMs: atMs, startsAtMs: firedAtMs, endsAtMs, resolved: resolvedAtMs !== undefined },
    ];
  }
}
