/**
 * Errors by fingerprint. `source` 0: failed runs, 1: log records that belong to no run. `message_length` and `stack_length` tell
 * the true sizes of what is kept cut. `job_id` 0 where an error names no job. `previous_ref`: `run_ref` of the attempt before.
 */
export const ERRORS = `
CREATE TABLE error_groups (
  id INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL UNIQUE, service_id INTEGER NOT NULL, source INTEGER NOT NULL,
  error_type TEXT NOT NULL, pattern TEXT NOT NULL, culprit TEXT NOT NULL, message TEXT NOT NULL,
  message_length INTEGER NOT NULL, stack TEXT, stack_length INTEGER NOT NULL,
  first_ms REAL NOT NULL, last_ms REAL NOT NULL, count INTEGER NOT NULL
) STRICT;
CREATE INDEX error_groups_by_last ON error_groups (last_ms);
CREATE INDEX error_groups_by_service ON error_groups (service_id, last_ms);
CREATE TABLE error_jobs (
  group_id INTEGER NOT NULL, job_id INTEGER NOT NULL, first_ms REAL NOT NULL, last_ms REAL NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (group_id, job_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX error_jobs_by_job ON error_jobs (job_id, last_ms);
CREATE TABLE error_hours (
  group_id INTEGER NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (group_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX error_hours_by_age ON error_hours (hour);
ALTER TABLE runs ADD COLUMN error_group INTEGER;
CREATE INDEX runs_by_error_group ON runs (error_group, start_ms) WHERE error_group IS NOT NULL;
ALTER TABLE runs ADD COLUMN previous_ref ANY;
CREATE INDEX runs_by_previous ON runs (service_id, previous_ref) WHERE previous_ref IS NOT NULL;
`;
