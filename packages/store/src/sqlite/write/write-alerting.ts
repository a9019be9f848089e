import type { Alert, AlertEvent, AlertingChange, Incident, Notification, Silence } from "@jobscope/alerting";

import { aggregateJson } from "../rows/aggregate-json.ts";
import { ALERT_STATES, codeOf } from "../rows/states.ts";
import type { ChangeTarget } from "./write-run.ts";

const NOTHING: ReadonlySet<string> = new Set();
const json = (aggregate: object): string => aggregateJson(aggregate, NOTHING);

const UPSERT_ALERT = `INSERT INTO alerts (alert_id, rule, severity, state, environment, namespace, service, job, start_ms,
  resolved_ms, sequence, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (alert_id) DO UPDATE SET
  state = excluded.state, start_ms = excluded.start_ms, resolved_ms = excluded.resolved_ms, sequence = excluded.sequence,
  data = excluded.data`;
const INSERT_EVENT = "INSERT OR IGNORE INTO alert_events (alert_id, at_ms, kind, detail) VALUES (?, ?, ?, ?)";
const UPSERT_GROUP = "INSERT OR REPLACE INTO alert_groups (key, data) VALUES (?, ?)";
const UPSERT_INCIDENT = `INSERT OR REPLACE INTO incidents (id, group_key, state, resolved_ms, sequence, data)
  VALUES (?, ?, ?, ?, ?, ?)`;
const UPSERT_SILENCE = "INSERT OR REPLACE INTO silences (id, ends_ms, sequence, data) VALUES (?, ?, ?, ?)";
const UPSERT_NOTIFICATION = `INSERT OR REPLACE INTO notifications (id, channel, group_key, open, created_ms, sequence, data)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
const INSERT_MENTION = "INSERT OR IGNORE INTO alert_mentions (alert_id, ref) VALUES (?, ?)";
const UPSERT_CHANNEL = "INSERT OR REPLACE INTO notification_channels (name, data) VALUES (?, ?)";

function writeAlert({ connection, counters }: ChangeTarget, alert: Alert): void {
  const data = json(alert);
  if (connection.get("SELECT data FROM alerts WHERE alert_id = ?", alert.id)?.["data"] === data) return;
  const { labels } = alert;
  connection.run(
    UPSERT_ALERT,
    alert.id,
    alert.ruleName,
    alert.severity,
    codeOf(ALERT_STATES, alert.state),
    labels["deployment_environment_name"] ?? "",
    labels["service_namespace"] ?? "",
    labels["service_name"] ?? "",
    labels["job_name"] ?? "",
    alert.firedAtMs ?? alert.activeAtMs,
    alert.resolvedAtMs ?? null,
    counters.nextSequence(),
    data,
  );
}

function removeAlert({ connection, counters }: ChangeTarget, id: string): void {
  const gone = connection.run("DELETE FROM alerts WHERE alert_id = ?", id);
  connection.run("DELETE FROM alert_events WHERE alert_id = ?", id);
  if (gone > 0) counters.nextSequence();
}

function writeEvent({ connection }: ChangeTarget, { alertId, atMs, kind, detail }: AlertEvent): void {
  connection.run(INSERT_EVENT, alertId, atMs, kind, detail);
}

function writeIncident({ connection, counters }: ChangeTarget, incident: Incident): void {
  const { id, groupKey, state, resolvedMs } = incident;
  connection.run(UPSERT_INCIDENT, id, groupKey, state, resolvedMs ?? null, counters.nextSequence(), json(incident));
  mention({ connection }, incident.alertIds, id);
}

/** One that is told of no more stays mentioned: who reads the row sees that. */
function mention({ connection }: Pick<ChangeTarget, "connection">, alertIds: readonly string[], ref: string): void {
  for (const alertId of alertIds) connection.run(INSERT_MENTION, alertId, ref);
}

function writeSilence({ connection, counters }: ChangeTarget, silence: Silence): void {
  connection.run(UPSERT_SILENCE, silence.id, silence.endsAtMs, counters.nextSequence(), json(silence));
}

function writeNotification({ connection, counters }: ChangeTarget, notification: Notification): void {
  const { id, channel, groupKey, state, createdMs } = notification;
  const open = Number(state === "waiting" || state === "sending" || notification.owes !== undefined);
  const sequence = counters.nextSequence();
  connection.run(UPSERT_NOTIFICATION, id, channel, groupKey, open, createdMs, sequence, json(notification));
  mention({ connection }, [...notification.firing, ...notification.resolved], id);
}

/** Writes one conclusion of the alerting; the same one twice has no effect. */
export function writeAlertingChange(target: ChangeTarget, change: AlertingChange): void {
  switch (change.kind) {
    case "alert":
      return writeAlert(target, change.alert);
    case "alert_gone":
      return removeAlert(target, change.id);
    case "event":
      return writeEvent(target, change.event);
    case "group":
      return void target.connection.run(UPSERT_GROUP, change.group.key, json(change.group));
    case "group_gone":
      return void target.connection.run("DELETE FROM alert_groups WHERE key = ?", change.key);
    case "incident":
      return writeIncident(target, change.incident);
    case "silence":
      return writeSilence(target, change.silence);
    case "notification":
      return writeNotification(target, change.notification);
    case "channel":
      return void target.connection.run(UPSERT_CHANNEL, change.channel.name, json(change.channel));
    case "channel_gone":
      return void target.connection.run("DELETE FROM notification_channels WHERE name = ?", change.name);
  }
}
