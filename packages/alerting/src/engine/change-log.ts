import type { AlertingChange } from "../model/alerting.ts";

/** What one call concluded: each aggregate once, with its last value, in the order in which they were first touched. */
export class ChangeLog {
  readonly #byKey = new Map<string, AlertingChange>();
  #events = 0;

  add(change: AlertingChange): void {
    const key = aggregateOf(change) ?? `event ${this.#events++}`;
    const earlier = this.#byKey.get(key);
    if (change.kind === "alert" && earlier?.kind === "alert")
      this.#byKey.set(key, { ...change, before: earlier.before });
    else this.#byKey.set(key, change);
  }

  take(): readonly AlertingChange[] {
    const changes = [...this.#byKey.values()];
    this.#byKey.clear();
    this.#events = 0;
    return changes;
  }
}

/** Which aggregate it is the value of, or the end; undefined for an event, which is none. */
export function aggregateOf(change: AlertingChange): string | undefined {
  switch (change.kind) {
    case "alert":
      return `alert ${change.alert.id}`;
    case "alert_gone":
      return `alert ${change.id}`;
    case "event":
      return undefined;
    case "group":
      return `group ${change.group.key}`;
    case "group_gone":
      return `group ${change.key}`;
    case "incident":
      return `incident ${change.incident.id}`;
    case "silence":
      return `silence ${change.silence.id}`;
    case "notification":
      return `notification ${change.notification.id}`;
    case "channel":
      return `channel ${change.channel.name}`;
    case "channel_gone":
      return `channel ${change.name}`;
  }
}
