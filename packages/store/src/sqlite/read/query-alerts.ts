import type { Alert, AlertEvent, Incident, Notification, Silence, ChannelState } from "@jobscope/alerting";

import type { AlertDetail, AlertQuery } from "../../port/alerting.ts";
import type { Page } from "../../port/page.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { ALERT_STATES, codeOf } from "../rows/states.ts";
import { KEEP_ENDED } from "./alerting-snapshot.ts";
import type { Cursors } from "./cursor.ts";
import { mergeStreams, newestFirst, type TimedPosition } from "./merge-streams.ts";
import { limitOf, timedPage, timedStart } from "./page.ts";

const MAX_EVENTS = 1_000;
const MAX_NOTIFICATIONS = 100;

/** One state's alerts, newest first; a filter that was not given is null. */
const POSITIONS = `SELECT start_ms AS sort, id FROM alerts WHERE state = ?1 AND start_ms >= ?2
  AND (start_ms, id) < (?3, ?4) AND (?5 IS NULL OR severity = ?5) AND (?6 IS NULL OR rule = ?6)
  AND (?7 IS NULL OR environment = ?7) AND (?8 IS NULL OR namespace = ?8) AND (?9 IS NULL OR service = ?9)
  AND (?10 IS NULL OR job = ?10) ORDER BY start_ms DESC, id DESC LIMIT ?11`;

export const INCIDENTS_OF_ALERT: string = `SELECT i.data FROM alert_mentions m CROSS JOIN incidents i ON i.id = m.ref
  WHERE m.alert_id = ? ORDER BY i.id`;
export const NOTIFICATIONS_OF_ALERT: string = `SELECT n.data FROM alert_mentions m CROSS JOIN notifications n ON n.id = m.ref
  WHERE m.alert_id = ? ORDER BY n.created_ms DESC LIMIT ${MAX_NOTIFICATIONS}`;

const alertOf = (row: Row): Alert => parseAggregate(textOf(row, "data"));
const incidentOf = (row: Row): Incident => parseAggregate(textOf(row, "data"));
const notificationOf = (row: Row): Notification => parseAggregate(textOf(row, "data"));
const channelOf = (row: Row): ChannelState => parseAggregate(textOf(row, "data"));
const silenceOf = (row: Row): Silence => parseAggregate(textOf(row, "data"));

/** Alerts by start, newest first. */
export function queryAlerts(connection: Connection, cursors: Cursors, query: AlertQuery): Page<Alert> {
  const limit = limitOf(query);
  const states = [...new Set(query.states ?? ALERT_STATES)].map((state) => codeOf(ALERT_STATES, state));
  const { severity, rule, environment, namespace, service, job, fromMs = -Infinity, toMs = Infinity } = query;
  const filters = [severity, rule, environment, namespace, service, job].map((value) => value ?? null);
  const fetch = (state: number, after: TimedPosition, count: number): readonly TimedPosition[] =>
    connection
      .all(POSITIONS, state, fromMs, after.sort, after.id, ...filters, count)
      .map((row) => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") }));
  const start: TimedPosition = { sort: toMs, id: -1 };
  const after = timedStart(cursors, "alerts", query);
  const from = after !== undefined && newestFirst(start, after) ? after : start;
  const rows = mergeStreams(states, fetch, { after: from, limit: limit + 1, precedes: newestFirst });
  return timedPage(rows, limit, {
    read: (ids) => ids.flatMap((id) => connection.all("SELECT data FROM alerts WHERE id = ?", id).map(alertOf)),
    cursorAt: (last) => cursors.encode("alerts", query, last),
  });
}

export function queryAlert(connection: Connection, id: string): AlertDetail | undefined {
  const row = connection.get("SELECT data FROM alerts WHERE alert_id = ?", id);
  if (row === undefined) return undefined;
  const alert = alertOf(row);
  return {
    alert,
    events: eventsOf(connection, id),
    incidents: connection
      .all(INCIDENTS_OF_ALERT, id)
      .map(incidentOf)
      .filter(({ alertIds }) => alertIds.includes(id)),
    notifications: connection
      .all(NOTIFICATIONS_OF_ALERT, id)
      .map(notificationOf)
      .filter(({ firing, resolved }) => firing.includes(id) || resolved.includes(id))
      .map((notification) => behindChannel(connection, notification)),
  };
}

/** What waits for a channel that is left alone for now is not tried before that one is, whatever its own time says. */
function behindChannel(connection: Connection, notification: Notification): Notification {
  if (notification.state !== "waiting") return notification;
  const row = connection.get("SELECT data FROM notification_channels WHERE name = ?", notification.channel);
  const retryAtMs = row === undefined ? 0 : channelOf(row).retryAtMs;
  return retryAtMs > notification.nextAttemptMs ? { ...notification, nextAttemptMs: retryAtMs } : notification;
}

export function querySilences(connection: Connection, nowMs: number): readonly Silence[] {
  return connection
    .all("SELECT data FROM silences WHERE ends_ms >= ? ORDER BY ends_ms DESC, id", nowMs - KEEP_ENDED.silenceMs)
    .map(silenceOf);
}

function eventsOf(connection: Connection, alertId: string): readonly AlertEvent[] {
  return connection
    .all(
      "SELECT at_ms, kind, detail FROM alert_events WHERE alert_id = ? ORDER BY at_ms, id LIMIT ?",
      alertId,
      MAX_EVENTS,
    )
    .map((row) => ({
      alertId,
      atMs: numberOf(row, "at_ms"),
      kind: textOf(row, "kind") as AlertEvent["kind"],
      detail: textOf(row, "detail"),
    }));
}
