import type { RetentionPolicy } from "../../port/write.ts";
import { DAY_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { ORIGIN_TOUCH_MS } from "../rows/origins.ts";
import { HOURS_KEPT_MS } from "./expire-counts.ts";

/** One without heartbeats stays `live` for ever: its end is never told. */
const ENDED_INSTANCES = `SELECT id FROM instances WHERE last_received_ms < ?
  AND (state <> 'live' OR json_extract(data, '$.heartbeatIntervalMs') = 0)`;
/** Retired, not seen since, and none of its runs is left. */
const GONE_JOBS = `SELECT id FROM jobs WHERE retired = 1 AND last_seen_ms < ?
  AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.job_id = jobs.id)`;

/** Deletes what is small but would grow for ever: ended instances, retired jobs, notices. */
export function expireState(connection: Connection, policy: RetentionPolicy, nowMs: number): number {
  const before = nowMs - policy.runsMs;
  return (
    connection.run(`DELETE FROM declarations WHERE instance_id IN (${ENDED_INSTANCES})`, before) +
    connection.run(`DELETE FROM instances WHERE id IN (${ENDED_INSTANCES})`, before) +
    connection.run(`DELETE FROM declarations WHERE job_id IN (${GONE_JOBS})`, before) +
    connection.run(`DELETE FROM jobs WHERE id IN (${GONE_JOBS})`, before) +
    connection.run("DELETE FROM notices WHERE at_ms < ?", before)
  );
}

/** A year: what somebody was told, and why. */
const ALERT_HISTORY_MS = 365 * DAY_MS;
const OLD_ALERTS = "SELECT alert_id FROM alerts WHERE resolved_ms < ?";
const MAX_ALERTS = 5_000;

/** Deletes resolved alerts, ended silences and incidents, and sent notifications, a year after their end. */
export function expireAlerts(connection: Connection, nowMs: number): number {
  const before = nowMs - ALERT_HISTORY_MS;
  return (
    connection.run(`DELETE FROM alert_events WHERE alert_id IN (${OLD_ALERTS} LIMIT ?)`, before, MAX_ALERTS) +
    connection.run(`DELETE FROM alerts WHERE alert_id IN (${OLD_ALERTS} LIMIT ?)`, before, MAX_ALERTS) +
    connection.run("DELETE FROM incidents WHERE resolved_ms < ?", before) +
    connection.run("DELETE FROM silences WHERE ends_ms < ?", before) +
    connection.run("DELETE FROM notifications WHERE open = 0 AND created_ms < ?", before)
  );
}

/** What is kept of a stream by the hour outlives its points, and so does the stream. */
const UNUSED_STREAMS = `DELETE FROM metric_streams WHERE last_received_ms < ?
  AND NOT EXISTS (SELECT 1 FROM metric_hours WHERE stream_id = metric_streams.id)`;

/**
 * Deletes resources, scopes and streams that nothing refers to any more. Only when every record older than the longest
 * retention is gone: then whatever came last before that refers to nothing that is left.
 */
export function expireOrigins(connection: Connection, policy: RetentionPolicy, nowMs: number): number {
  const ofRecords = Math.max(policy.runLogsMs, policy.otherLogsMs, policy.metricPointsMs);
  const before = (keptMs: number): number => nowMs - keptMs - 2 * ORIGIN_TOUCH_MS;
  const ofStreams = before(Math.max(ofRecords, HOURS_KEPT_MS));
  return (
    connection.run(UNUSED_STREAMS, before(ofRecords)) +
    connection.run("DELETE FROM resources WHERE last_received_ms < ?", ofStreams) +
    connection.run("DELETE FROM scopes WHERE last_received_ms < ?", ofStreams)
  );
}
