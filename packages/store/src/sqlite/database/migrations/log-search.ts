/**
 * Log search. `category` counts from 1 in the order of semconv's list, 0 without one; `job_id` 0 where no job is known.
 * `logs_text` holds the words of bodies and exception messages, not the texts themselves; its rowid is that of the log.
 * Lists are sorted by the record's own time, so that a span of time is one range of each index. The indexes by severity and
 * category hold only what is rare: of all other records the newest thousands are enough to find a page.
 */
export const LOG_SEARCH = `
ALTER TABLE logs ADD COLUMN job_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN category INTEGER NOT NULL DEFAULT 0;
CREATE INDEX logs_by_time ON logs (time_ms);
CREATE INDEX logs_by_job ON logs (job_id, time_ms) WHERE job_id <> 0;
CREATE INDEX logs_by_service ON logs (service_id, time_ms);
CREATE INDEX logs_by_category ON logs (category, time_ms) WHERE category IN (3, 4);
CREATE INDEX logs_of_errors ON logs (time_ms) WHERE severity >= 17;
CREATE INDEX logs_by_trace ON logs (trace_id, time_ms) WHERE trace_id IS NOT NULL;
CREATE VIRTUAL TABLE logs_text USING fts5(words, content='', contentless_delete=1, tokenize='unicode61');
CREATE TRIGGER log_gone AFTER DELETE ON logs BEGIN DELETE FROM logs_text WHERE rowid = old.id; END;
`;
