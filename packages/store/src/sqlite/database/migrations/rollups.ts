/**
 * Counts by time, so that no screen scans runs. `owner_kind` 0: everything (`owner_id` 0), 1: a service, 2: a job.
 *
 * - `run_rollups`: runs by their end (`state` as in `runs`), and starts by the start (`state` 100). `resolution` 0 minute,
 *   1 hour, 2 day; `bucket` counts these since the epoch. `duration_bucket` is the bucket of the histogram that the
 *   duration falls in, −1 without one: adding rows merges histograms.
 * - `calendar_counts`: quarters of an hour; `kind` 0: runs by start, 1: slots by instant (`state` 100: met late).
 * - `metric_hours`: what streams of metrics that have a screen did in an hour.
 */
export const ROLLUPS = `
CREATE TABLE run_rollups (
  resolution INTEGER NOT NULL, owner_kind INTEGER NOT NULL, owner_id INTEGER NOT NULL, bucket INTEGER NOT NULL,
  state INTEGER NOT NULL, duration_bucket INTEGER NOT NULL, runs INTEGER NOT NULL, duration_ms REAL NOT NULL,
  delayed_runs INTEGER NOT NULL, delay_ms REAL NOT NULL,
  PRIMARY KEY (resolution, owner_kind, owner_id, bucket, state, duration_bucket)
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar_counts (
  owner_kind INTEGER NOT NULL, owner_id INTEGER NOT NULL, quarter INTEGER NOT NULL, kind INTEGER NOT NULL,
  state INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (owner_kind, owner_id, quarter, kind, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_hours (
  stream_id INTEGER NOT NULL, hour INTEGER NOT NULL, samples INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL,
  max REAL NOT NULL, last_ms REAL NOT NULL, last REAL NOT NULL, increase REAL NOT NULL, PRIMARY KEY (stream_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_streams_by_name ON metric_streams (name);
`;
