/**
 * Counts by time, so that no screen scans runs. `owner_kind` 0: everything (`owner_id` 0), 1: a service, 2: a job.
 *
 * - `run_rollups`: ended runs by their end (`state` as in `runs`), starts by the start (`state` 100), and, of everything
 *   only, slots by their decision (`state` 200 and that of the slot). `resolution` 0 minute, 1 hour, 2 day; `bucket`
 *   counts these since the epoch. `durations` is the packed histogram of the runs that reported a duration; skipped runs
 *   (state 6) never started, so that they count without duration and delay.
 * - `calendar_counts`: quarters of an hour; `kind` 0: ended runs by start, 1: decided slots by instant (`state` 100: met
 *   late). What is open, running runs and expected slots, is counted where it stands: it would come and go here.
 * - `metric_hours`: what streams of metrics that have a screen did in an hour; of a histogram, what was observed in it.
 *
 * `pack_duration`, `merge_durations` and `slot_quarters` are those of the stage `rollup`, so a file that was there before
 * counts exactly as what is written from now on.
 */
export const ROLLUPS = `
CREATE TABLE run_rollups (
  resolution INTEGER NOT NULL, owner_kind INTEGER NOT NULL, owner_id INTEGER NOT NULL, bucket INTEGER NOT NULL,
  state INTEGER NOT NULL, runs INTEGER NOT NULL, timed_runs INTEGER NOT NULL, duration_ms REAL NOT NULL,
  delayed_runs INTEGER NOT NULL, delay_ms REAL NOT NULL, durations BLOB NOT NULL,
  PRIMARY KEY (resolution, owner_kind, owner_id, bucket, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar_counts (
  owner_kind INTEGER NOT NULL, owner_id INTEGER NOT NULL, quarter INTEGER NOT NULL, kind INTEGER NOT NULL,
  state INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (owner_kind, owner_id, quarter, kind, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_hours (
  stream_id INTEGER NOT NULL, hour INTEGER NOT NULL, samples INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL,
  max REAL NOT NULL, last_ms REAL NOT NULL, last REAL NOT NULL, increase REAL NOT NULL, PRIMARY KEY (stream_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_streams_by_name ON metric_streams (name, last_received_ms);

WITH
  widths (resolution, width) AS (VALUES (0, 60000), (1, 3600000), (2, 86400000)),
  counted (service_id, job_id, at_ms, state, runs, duration_ms, delay_ms) AS (
    SELECT service_id, job_id, coalesce(end_ms, start_ms), state, 1, iif(state = 6, NULL, duration_ms),
      iif(state = 6, NULL, data ->> '$.delayMs') FROM runs WHERE state <> 0
    UNION ALL SELECT service_id, job_id, start_ms, 100, 1, NULL, NULL FROM runs),
  owned (owner_kind, owner_id, at_ms, state, runs, duration_ms, delay_ms) AS (
    SELECT 0, 0, at_ms, state, runs, duration_ms, delay_ms FROM counted
    UNION ALL SELECT 1, service_id, at_ms, state, runs, duration_ms, delay_ms FROM counted
    UNION ALL SELECT 2, job_id, at_ms, state, runs, duration_ms, delay_ms FROM counted
    UNION ALL SELECT 0, 0, decided_ms, 200 + state, weight, NULL, NULL FROM slots WHERE decided_ms IS NOT NULL)
INSERT INTO run_rollups
  SELECT resolution, owner_kind, owner_id, CAST(floor(at_ms / width) AS INTEGER), state, runs, duration_ms IS NOT NULL,
    coalesce(duration_ms, 0), delay_ms IS NOT NULL, coalesce(delay_ms, 0), pack_duration(duration_ms)
  FROM owned CROSS JOIN widths WHERE true
  ON CONFLICT DO UPDATE SET runs = runs + excluded.runs, timed_runs = timed_runs + excluded.timed_runs,
    duration_ms = duration_ms + excluded.duration_ms, delayed_runs = delayed_runs + excluded.delayed_runs,
    delay_ms = delay_ms + excluded.delay_ms, durations = merge_durations(durations, excluded.durations);

WITH
  placed (service_id, job_id, quarter, kind, state, count) AS (
    SELECT service_id, job_id, CAST(floor(start_ms / 900000) AS INTEGER), 0, state, 1 FROM runs WHERE state <> 0
    UNION ALL SELECT service_id, job_id, q.value ->> 0, 1, state, q.value ->> 1
      FROM slots, json_each(slot_quarters(instant_ms, data ->> '$.untilMs', weight)) q WHERE state <> 0
    UNION ALL SELECT service_id, job_id, q.value ->> 0, 1, 100, q.value ->> 1
      FROM slots, json_each(slot_quarters(instant_ms, data ->> '$.untilMs', weight)) q
      WHERE state = 1 AND data ->> '$.late'),
  owned (owner_kind, owner_id, quarter, kind, state, count) AS (
    SELECT 0, 0, quarter, kind, state, count FROM placed
    UNION ALL SELECT 1, service_id, quarter, kind, state, count FROM placed
    UNION ALL SELECT 2, job_id, quarter, kind, state, count FROM placed)
INSERT INTO calendar_counts SELECT owner_kind, owner_id, quarter, kind, state, sum(count) FROM owned
  GROUP BY owner_kind, owner_id, quarter, kind, state;

DROP TABLE run_counts;
DROP TABLE minute_counts;
DROP INDEX runs_by_end;
CREATE INDEX runs_by_end ON runs (end_ms, state, duration_ms) WHERE end_ms IS NOT NULL;
DROP INDEX slots_by_decision;
CREATE INDEX slots_by_decision ON slots (decided_ms, state, weight) WHERE decided_ms IS NOT NULL;
`;
