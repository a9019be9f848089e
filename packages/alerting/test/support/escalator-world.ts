import { createHmac } from "node:crypto";

import { createEscalator } from "../../src/escalate/create-escalator.ts";
import type { Escalator } from "../../src/escalate/escalator.ts";
import type { Alert, AlertEvent } from "../../src/model/alert.ts";
import type { AlertingChange } from "../../src/model/alerting.ts";
import type { Incident } from "../../src/model/incident.ts";
import type { Intent } from "../../src/model/notification.ts";
import type { EscalationPolicy, Route } from "../../src/model/routing.ts";
import { alertOf, intentOf, type IntentParts, MINUTE, START_MS } from "./outbox-world.ts";
import { route } from "./router-harness.ts";

export const GROUP = '{}:{alertname="failed"}';

export function policy(part: Partial<EscalationPolicy> = {}): EscalationPolicy {
  return {
    name: "default",
    matchers: [],
    levels: [
      { afterMs: 5 * MINUTE, receiver: "first" },
      { afterMs: 10 * MINUTE, receiver: "second" },
    ],
    loops: 2,
    ackTimeoutMs: 30 * MINUTE,
    stopAfterMs: 7 * 24 * 60 * MINUTE,
    exhaustedReceiver: "owner",
    ...part,
  };
}

export interface EscalatorWorldOptions {
  readonly escalations?: readonly EscalationPolicy[];
  readonly route?: Route;
  readonly publicUrl?: string;
}

/** An escalator with its store; a restart reads back what was emitted, as JSON. */
export class EscalatorWorld {
  nowMs: number = START_MS;
  escalator: Escalator;
  silent = false;
  readonly incidents = new Map<string, Incident>();
  readonly events: AlertEvent[] = [];
  readonly steps: Intent[] = [];
  #options: EscalatorWorldOptions;
  #alerts: Alert[] = [];

  constructor(options: EscalatorWorldOptions = {}) {
    this.#options = options;
    this.escalator = this.#create();
  }

  #create(): Escalator {
    const { escalations = [policy()], publicUrl } = this.#options;
    return createEscalator({
      config: {
        route: this.#options.route ?? route({ escalation: "default" }),
        escalations,
        ...(publicUrl === undefined ? {} : { publicUrl }),
      },
      snapshot: { incidents: structuredClone([...this.incidents.values()]), groups: [], alerts: this.#alerts },
      emit: (change) => this.#store(change),
      sign: (text) => createHmac("sha256", "key").update(text).digest("base64url"),
      isSilent: () => this.silent,
    });
  }

  #store(change: AlertingChange): void {
    if (change.kind === "incident") this.incidents.set(change.incident.id, change.incident);
    if (change.kind === "event") this.events.push(change.event);
  }

  restart(options: EscalatorWorldOptions = this.#options): void {
    this.#options = options;
    this.escalator = this.#create();
  }

  tell(parts: IntentParts): Intent {
    const intent = intentOf({ group: GROUP, atMs: this.nowMs, ...parts });
    for (const id of intent.firing) if (!this.#alerts.some((alert) => alert.id === id)) this.#alerts.push(alertOf(id));
    return this.escalator.follow([intent], this.nowMs)[0] ?? intent;
  }

  /** Lets time pass from deadline to deadline. */
  run(forMs = 0): readonly Intent[] {
    const untilMs = this.nowMs + forMs;
    const before = this.steps.length;
    for (let rounds = 0; rounds < 10_000; rounds += 1) {
      this.steps.push(...this.escalator.tick(this.nowMs));
      const next = this.escalator.nextDeadlineMs();
      if (next === undefined || next > untilMs) break;
      if (next <= this.nowMs) throw new Error("due, and nothing was done");
      this.nowMs = next;
    }
    this.nowMs = untilMs;
    return this.steps.slice(before);
  }

  /** Who was told when, in minutes since the start. */
  told(): readonly string[] {
    return this.steps.map(({ receiver, atMs, message }) => {
      const { level = 0, loop = 0 } = message.escalation ?? {};
      return `${(atMs - START_MS) / MINUTE} ${receiver} ${message.reason} ${loop}/${level}`;
    });
  }

  get incident(): Incident {
    const incident = this.escalator.incidentOf(GROUP);
    if (incident === undefined) throw new Error("no incident");
    return incident;
  }
}
