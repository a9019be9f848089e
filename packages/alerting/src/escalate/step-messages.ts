import type { Alert } from "../model/alert.ts";
import type { Incident } from "../model/incident.ts";
import { hashOf } from "../model/labels.ts";
import type { Intent, Message } from "../model/notification.ts";
import { isActive } from "../route/alert-lookup.ts";
import { buildMessage } from "../route/build-message.ts";
import type { GroupMove } from "../route/group-move.ts";
import type { EscalatorOptions } from "./escalator.ts";

type Described = Pick<Message, "groupLabels" | "alerts" | "receiver" | "severity">;

/** Remembers how the groups of open incidents were described last, so that a step can say it again. */
export class StepMessages {
  readonly #options: EscalatorOptions;
  readonly #last = new Map<string, Message>();

  constructor(options: EscalatorOptions) {
    this.#options = options;
    const alerts = new Map(options.snapshot.alerts.map((alert) => [alert.id, alert]));
    const groups = new Map(options.snapshot.groups.map((group) => [group.key, group]));
    for (const { groupKey, alertIds, state } of options.snapshot.incidents) {
      const group = groups.get(groupKey);
      if (state === "resolved") continue;
      const described = {
        groupLabels: group?.labels ?? {},
        receiver: group?.receiver ?? "",
        alerts: alertIds.flatMap((id) => alerts.get(id) ?? []),
      };
      this.#last.set(groupKey, this.#build(groupKey, described, { reason: "firing", atMs: 0, heldBack: 0 }));
    }
  }

  last(groupKey: string): Message | undefined {
    return this.#last.get(groupKey);
  }

  remember(message: Message, alertIds: readonly string[]): void {
    const known = new Map(this.#last.get(message.groupKey)?.alerts.map((alert) => [alert.id, alert]));
    for (const alert of message.alerts) known.set(alert.id, alert);
    const alerts = alertIds.flatMap((id) => known.get(id) ?? []).filter(isActive);
    this.#last.set(message.groupKey, { ...message, alerts });
  }

  /** Alerts of a group are in others now. */
  move({ from, to }: GroupMove): void {
    const last = this.#last.get(from);
    if (last === undefined) return;
    for (const { key, labels, receiver } of to) {
      if (!this.#last.has(key)) this.#last.set(key, { ...last, groupKey: key, groupLabels: labels, receiver });
    }
  }

  forget(groupKey: string): void {
    this.#last.delete(groupKey);
  }

  /** Epoch, loop and level say which step it is: the same after a restart, another one after the incident was reopened. */
  intent(
    incident: Incident,
    receiver: string,
    step: { readonly reason: "escalation" | "exhausted"; readonly atMs: number },
  ): Intent {
    const { id, groupKey, level, loop, tokenEpoch, alertIds } = incident;
    const { reason, atMs } = step;
    const current = this.#options.alertsOf?.(groupKey) ?? this.#lastOf(groupKey, alertIds);
    const described: Omit<Described, "severity"> = {
      groupLabels: this.#last.get(groupKey)?.groupLabels ?? {},
      receiver,
      alerts: current,
    };
    const message = this.#build(groupKey, described, { reason, atMs, heldBack: 0, escalation: { level, loop } });
    return {
      id: hashOf([id, tokenEpoch, loop, level, reason, receiver].join(":")),
      receiver,
      groupKey,
      reason,
      // An alert that fired anew since the last message has another id than the one that was told.
      firing: current.length > 0 ? current.map((alert) => alert.id) : alertIds,
      resolved: [],
      message: {
        ...message,
        severity: message.alerts.length > 0 ? message.severity : (this.#last.get(groupKey)?.severity ?? "critical"),
      },
      atMs,
    };
  }

  #lastOf(groupKey: string, alertIds: readonly string[]): readonly Alert[] {
    const known = new Set(alertIds);
    return this.#last.get(groupKey)?.alerts.filter((alert) => known.has(alert.id)) ?? [];
  }

  #build(
    groupKey: string,
    described: {
      readonly groupLabels: Message["groupLabels"];
      readonly receiver: string;
      readonly alerts: readonly Alert[];
    },
    about: Pick<Message, "reason" | "atMs" | "heldBack" | "escalation">,
  ): Message {
    const { publicUrl } = this.#options.config;
    return buildMessage({ ...described, ...about, groupKey, status: "firing", publicUrl });
  }
}
