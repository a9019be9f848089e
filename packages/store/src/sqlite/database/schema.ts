import { ACCESS } from "./migrations/access.ts";
import { ERRORS } from "./migrations/errors.ts";
import { LOG_SEARCH } from "./migrations/log-search.ts";
import { ROLLUPS } from "./migrations/rollups.ts";

/**
 * The tables, as migrations in order. A released migration never changes; add one.
 *
 * - Times are epoch milliseconds. `start_ms` of a run is what lists sort by: its start, else its end, else its slot,
 *   else when it was first heard of.
 * - Dimension tables (`services`, `job_keys`, `instance_keys`, `resources`, `scopes`, `metric_streams`) hold once what
 *   rows refer to by number.
 * - Aggregates carry what queries filter and sort by as columns, and their whole value as JSON in `data`.
 * - Every list index ends in its sort column, so that a page is one range of a covering index per state.
 */
const INITIAL = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE services (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
  environment TEXT NOT NULL, namespace TEXT NOT NULL, service TEXT NOT NULL
) STRICT;
CREATE TABLE job_keys (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, service_id INTEGER NOT NULL, name TEXT NOT NULL
) STRICT;
CREATE INDEX job_keys_by_service ON job_keys (service_id, name);
CREATE INDEX job_keys_by_name ON job_keys (name);
CREATE TABLE instance_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE resources (
  id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, service_id INTEGER NOT NULL,
  schema_url TEXT NOT NULL, attributes TEXT NOT NULL, last_received_ms REAL NOT NULL
) STRICT;
CREATE INDEX resources_by_age ON resources (last_received_ms);
CREATE TABLE scopes (
  id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, name TEXT NOT NULL, version TEXT NOT NULL,
  schema_url TEXT NOT NULL, attributes TEXT NOT NULL, last_received_ms REAL NOT NULL
) STRICT;
CREATE INDEX scopes_by_age ON scopes (last_received_ms);

CREATE TABLE logs (
  id INTEGER PRIMARY KEY, key BLOB NOT NULL, resource_id INTEGER NOT NULL, scope_id INTEGER NOT NULL,
  service_id INTEGER NOT NULL, owner ANY, related INTEGER NOT NULL, received_ms REAL NOT NULL,
  time_ms REAL NOT NULL, observed_ms REAL NOT NULL, severity INTEGER NOT NULL, severity_text TEXT NOT NULL,
  event_name TEXT NOT NULL, trace_id ANY, span_id ANY, flags INTEGER NOT NULL, dropped INTEGER NOT NULL,
  body TEXT NOT NULL, attributes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX logs_by_key ON logs (key);
CREATE INDEX logs_by_owner ON logs (owner, time_ms) WHERE owner IS NOT NULL;
CREATE INDEX logs_by_age ON logs (related, received_ms);

CREATE TABLE spans (
  id INTEGER PRIMARY KEY, trace_id ANY, span_id ANY NOT NULL, resource_id INTEGER NOT NULL, scope_id INTEGER NOT NULL,
  related INTEGER NOT NULL, received_ms REAL NOT NULL, parent_span_id ANY, name TEXT NOT NULL, kind INTEGER NOT NULL,
  start_ms REAL NOT NULL, end_ms REAL NOT NULL, status INTEGER NOT NULL, status_message TEXT NOT NULL,
  trace_state TEXT NOT NULL, flags INTEGER NOT NULL, attributes TEXT NOT NULL, events TEXT NOT NULL, links TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX spans_by_id ON spans (trace_id, span_id);
CREATE INDEX spans_by_age ON spans (related, received_ms);

CREATE TABLE metric_streams (
  id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, resource_id INTEGER NOT NULL, scope_id INTEGER NOT NULL,
  name TEXT NOT NULL, unit TEXT NOT NULL, description TEXT NOT NULL, kind TEXT NOT NULL, temporality INTEGER NOT NULL,
  monotonic INTEGER NOT NULL, attributes TEXT NOT NULL, last_received_ms REAL NOT NULL
) STRICT;
CREATE INDEX metric_streams_by_age ON metric_streams (last_received_ms);
CREATE TABLE metric_points (
  stream_id INTEGER NOT NULL, time_ms REAL NOT NULL, start_ms REAL NOT NULL, received_ms REAL NOT NULL,
  flags INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (stream_id, time_ms, start_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_points_by_age ON metric_points (received_ms);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY, service_id INTEGER NOT NULL, run_ref ANY NOT NULL, job_id INTEGER NOT NULL,
  instance_id INTEGER NOT NULL, state INTEGER NOT NULL, provisional INTEGER NOT NULL, start_ms REAL NOT NULL,
  end_ms REAL, duration_ms REAL, error_type TEXT, trace_id ANY, sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX runs_by_key ON runs (service_id, run_ref);
CREATE INDEX runs_by_state ON runs (state, start_ms);
CREATE INDEX runs_by_service ON runs (service_id, state, start_ms);
CREATE INDEX runs_by_job ON runs (job_id, state, start_ms);
CREATE INDEX runs_by_error ON runs (error_type, state, start_ms) WHERE error_type IS NOT NULL;
CREATE INDEX runs_by_service_error ON runs (service_id, error_type, state, start_ms) WHERE error_type IS NOT NULL;
CREATE INDEX runs_by_job_error ON runs (job_id, error_type, state, start_ms) WHERE error_type IS NOT NULL;
CREATE INDEX runs_by_end ON runs (end_ms) WHERE end_ms IS NOT NULL;
CREATE INDEX runs_by_trace ON runs (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX runs_open ON runs (id) WHERE state = 0 OR provisional = 1;

CREATE TABLE slots (
  id INTEGER PRIMARY KEY, key BLOB NOT NULL, service_id INTEGER NOT NULL, job_id INTEGER NOT NULL,
  state INTEGER NOT NULL, provisional INTEGER NOT NULL, instant_ms REAL NOT NULL, decided_ms REAL,
  weight INTEGER NOT NULL, sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX slots_by_key ON slots (key);
CREATE INDEX slots_by_state ON slots (state, instant_ms);
CREATE INDEX slots_by_service ON slots (service_id, state, instant_ms);
CREATE INDEX slots_by_job ON slots (job_id, state, instant_ms);
CREATE INDEX slots_by_decision ON slots (decided_ms) WHERE decided_ms IS NOT NULL;
CREATE INDEX slots_open ON slots (id) WHERE state IN (0, 5) OR provisional = 1;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, environment TEXT NOT NULL, namespace TEXT NOT NULL,
  service TEXT NOT NULL, name TEXT NOT NULL, health TEXT NOT NULL, retired INTEGER NOT NULL,
  last_seen_ms REAL NOT NULL, sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_filter ON jobs (key, health, environment, namespace, service, name);
CREATE INDEX jobs_by_health ON jobs (health);
CREATE TABLE declarations (
  job_id INTEGER NOT NULL, instance_id INTEGER NOT NULL, sequence INTEGER NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (job_id, instance_id)
) STRICT;
CREATE INDEX declarations_by_instance ON declarations (instance_id);
CREATE TABLE instances (
  id INTEGER PRIMARY KEY, service_id INTEGER NOT NULL, state TEXT NOT NULL, last_received_ms REAL NOT NULL,
  sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX instances_by_service ON instances (service_id);
CREATE INDEX instances_by_age ON instances (last_received_ms);
CREATE INDEX instances_by_state ON instances (state);
CREATE TABLE notices (
  sequence INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, at_ms REAL NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX notices_by_age ON notices (at_ms);

CREATE TABLE run_counts (
  job_id INTEGER NOT NULL, day INTEGER NOT NULL, state INTEGER NOT NULL, runs INTEGER NOT NULL,
  timed_runs INTEGER NOT NULL, duration_ms REAL NOT NULL, PRIMARY KEY (job_id, day, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE minute_counts (
  kind INTEGER NOT NULL, minute INTEGER NOT NULL, state INTEGER NOT NULL, count INTEGER NOT NULL,
  timed INTEGER NOT NULL, duration_ms REAL NOT NULL, PRIMARY KEY (kind, minute, state)
) STRICT, WITHOUT ROWID;
`;

/**
 * Alerting: `alerts` and `alert_events` are history; the rest is what must be known after a restart. `start_ms` of an
 * alert is when it fired, else when it became pending.
 */
const ALERTING = `
CREATE TABLE alerts (
  id INTEGER PRIMARY KEY, alert_id TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, severity TEXT NOT NULL, state INTEGER NOT NULL,
  environment TEXT NOT NULL, namespace TEXT NOT NULL, service TEXT NOT NULL, job TEXT NOT NULL,
  start_ms REAL NOT NULL, resolved_ms REAL, sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_by_state ON alerts (state, start_ms);
CREATE INDEX alerts_by_end ON alerts (resolved_ms) WHERE resolved_ms IS NOT NULL;
CREATE TABLE alert_events (
  id INTEGER PRIMARY KEY, alert_id TEXT NOT NULL, at_ms REAL NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL,
  UNIQUE (alert_id, at_ms, kind, detail)
) STRICT;
CREATE TABLE alert_groups (key TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE incidents (
  id TEXT PRIMARY KEY, group_key TEXT NOT NULL, state TEXT NOT NULL, resolved_ms REAL, sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_group ON incidents (group_key);
CREATE INDEX incidents_by_end ON incidents (resolved_ms);
CREATE TABLE silences (
  id TEXT PRIMARY KEY, ends_ms REAL NOT NULL, sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX silences_by_end ON silences (ends_ms);
CREATE TABLE notifications (
  id TEXT PRIMARY KEY, channel TEXT NOT NULL, group_key TEXT NOT NULL, open INTEGER NOT NULL, created_ms REAL NOT NULL,
  sequence INTEGER NOT NULL, data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notifications_open ON notifications (created_ms) WHERE open = 1;
CREATE INDEX notifications_by_group ON notifications (group_key, created_ms);
CREATE INDEX notifications_by_age ON notifications (created_ms);
CREATE TABLE notification_channels (name TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Which incidents and notifications tell of an alert: to be found without reading the messages of all others. */
const MENTIONS = `
CREATE TABLE alert_mentions (alert_id TEXT NOT NULL, ref TEXT NOT NULL, PRIMARY KEY (alert_id, ref)) STRICT, WITHOUT ROWID;
CREATE INDEX alert_mentions_by_ref ON alert_mentions (ref);
INSERT OR IGNORE INTO alert_mentions SELECT m.value, i.id FROM incidents i, json_each(i.data, '$.alertIds') m;
INSERT OR IGNORE INTO alert_mentions SELECT m.value, n.id FROM notifications n, json_each(n.data, '$.firing') m;
INSERT OR IGNORE INTO alert_mentions SELECT m.value, n.id FROM notifications n, json_each(n.data, '$.resolved') m;
CREATE TRIGGER incident_gone AFTER DELETE ON incidents BEGIN DELETE FROM alert_mentions WHERE ref = old.id; END;
CREATE TRIGGER notification_gone AFTER DELETE ON notifications BEGIN DELETE FROM alert_mentions WHERE ref = old.id; END;
`;

export const MIGRATIONS: readonly string[] = [INITIAL, ALERTING, MENTIONS, ROLLUPS, ERRORS, LOG_SEARCH, ACCESS];
