/** Keys of the API and of senders, and who did what. The audit only grows: a row leaves it a year after it was written. */
export const ACCESS = `
CREATE TABLE access_keys (
  id TEXT PRIMARY KEY, prefix TEXT NOT NULL, created_ms REAL NOT NULL, last_used_ms REAL, data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_by_age ON access_keys (created_ms);
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY, at_ms REAL NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL,
  digest TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_age ON audit (at_ms);
CREATE INDEX audit_by_actor ON audit (actor, sequence);
CREATE INDEX audit_by_action ON audit (action, sequence);
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit WHEN old.at_ms > (unixepoch('subsec') - 31536000) * 1000
  BEGIN SELECT raise(ABORT, 'audit entries stay for a year'); END;
`;
