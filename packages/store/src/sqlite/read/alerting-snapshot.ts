import type { AlertGroup, ChannelState, Alert, Incident, Notification, Silence } from "@jobscope/alerting";

import type { StoredAlerting } from "../../port/alerting.ts";
import type { Connection } from "../database/connection.ts";
import { type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import { ALERT_STATES, codeOf } from "../rows/states.ts";

/** How long what has ended is still needed, milliseconds: a resolved alert, a resolved incident, an expired silence. */
export const KEEP_ENDED = { alertMs: 900_000, incidentMs: 600_000, silenceMs: 432_000_000 } as const;

const RESOLVED = codeOf(ALERT_STATES, "resolved");

/** Active ones, those that ended just now, and those that a group still has to tell of. */
const ALERTS = `SELECT data FROM alerts WHERE state <> ${RESOLVED} OR resolved_ms >= ?
  OR alert_id IN (SELECT m.value FROM alert_groups g, json_each(g.data, '$.alerts') m) ORDER BY id`;

const alertOf = (row: Row): Alert => parseAggregate(textOf(row, "data"));
const groupOf = (row: Row): AlertGroup => parseAggregate(textOf(row, "data"));
const incidentOf = (row: Row): Incident => parseAggregate(textOf(row, "data"));
const silenceOf = (row: Row): Silence => parseAggregate(textOf(row, "data"));
const notificationOf = (row: Row): Notification => parseAggregate(textOf(row, "data"));
const channelOf = (row: Row): ChannelState => parseAggregate(textOf(row, "data"));

const INCIDENTS = "SELECT data FROM incidents WHERE resolved_ms IS NULL OR resolved_ms >= ? ORDER BY id";
const SILENCES = "SELECT data FROM silences WHERE ends_ms >= ? ORDER BY id";
const NOTIFICATIONS = "SELECT data FROM notifications WHERE open = 1 ORDER BY created_ms, id";

/** What the alerting must know after a restart, as of `nowMs`. */
export function loadAlerting(connection: Connection, nowMs: number): StoredAlerting {
  return {
    alerts: connection.all(ALERTS, nowMs - KEEP_ENDED.alertMs).map(alertOf),
    groups: connection.all("SELECT data FROM alert_groups ORDER BY key").map(groupOf),
    incidents: connection.all(INCIDENTS, nowMs - KEEP_ENDED.incidentMs).map(incidentOf),
    silences: connection.all(SILENCES, nowMs - KEEP_ENDED.silenceMs).map(silenceOf),
    notifications: connection.all(NOTIFICATIONS).map(notificationOf),
    channels: connection.all("SELECT data FROM notification_channels ORDER BY name").map(channelOf),
  };
}
