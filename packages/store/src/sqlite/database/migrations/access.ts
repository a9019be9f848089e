/**
 * Keys of the API and of senders, and who did what. The audit only grows: a row leaves it a year after it was written.
 * `keys_version` in `meta` counts what happened to keys, so that others see cheaply whether there is anything to read.
 * The clock of the trigger is one that every SQLite has: what it does not know is NULL, and would let everything pass.
 */
export const ACCESS = `
CREATE TABLE access_keys (
  id TEXT PRIMARY KEY, prefix TEXT NOT NULL, created_ms REAL NOT NULL, last_used_ms REAL, data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_by_age ON access_keys (created_ms);
INSERT INTO meta VALUES ('keys_version', '0');
CREATE TRIGGER access_keys_made AFTER INSERT ON access_keys
  BEGIN UPDATE meta SET value = value + 1 WHERE name = 'keys_version'; END;
CREATE TRIGGER access_keys_changed AFTER UPDATE OF prefix, data ON access_keys
  BEGIN UPDATE meta SET value = value + 1 WHERE name = 'keys_version'; END;
CREATE TRIGGER access_keys_gone AFTER DELETE ON access_keys
  BEGIN UPDATE meta SET value = value + 1 WHERE name = 'keys_version'; END;
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY, at_ms REAL NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL,
  digest TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_age ON audit (at_ms, sequence, action, outcome);
CREATE INDEX audit_by_actor ON audit (actor, at_ms, sequence, action, outcome);
CREATE INDEX audit_by_action ON audit (action, at_ms, sequence, outcome);
CREATE INDEX audit_by_outcome ON audit (outcome, at_ms, sequence, action);
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit WHEN old.at_ms > (julianday('now') - 2440587.5 - 365) * 86400000
  BEGIN SELECT raise(ABORT, 'audit entries stay for a year'); END;
`;
