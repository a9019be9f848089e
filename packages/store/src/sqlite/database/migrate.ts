import { randomBytes } from "node:crypto";

import { StoreError } from "../../model/store-error.ts";
import { linkStoredRuns } from "../write/link-stored-runs.ts";
import type { Connection } from "./connection.ts";
import { ERRORS } from "./migrations/errors.ts";
import { numberOf } from "./row.ts";
import { MIGRATIONS } from "./schema.ts";

/** Stands in the header of the file ("JobS"), so that a database of another program is never written to. */
const APPLICATION_ID = 0x4a_6f_62_53;

const VERSION_TABLE =
  "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY, applied_ms REAL NOT NULL) STRICT";

function hasTables(connection: Connection): boolean {
  return connection.get("SELECT 1 FROM sqlite_schema LIMIT 1") !== undefined;
}

/** Version of the schema in the file; 0 for an empty one. */
function currentVersion(connection: Connection): number {
  const row = connection.get("SELECT coalesce(max(version), 0) AS version FROM schema_versions");
  return row === undefined ? 0 : numberOf(row, "version");
}

function refuseForeign(connection: Connection): void {
  if (connection.pragma("application_id") === APPLICATION_ID) return;
  throw new StoreError("foreign", {
    path: connection.path,
    problem: "a database of another program; name another file or directory",
  });
}

function refuseNewer(connection: Connection, version: number): void {
  if (version <= MIGRATIONS.length) return;
  throw new StoreError("newer_schema", {
    path: connection.path,
    problem: `written by a newer version (schema ${version}, this one knows ${MIGRATIONS.length}); upgrade this program or move the file away`,
  });
}

/** For a connection that only reads: the schema must be there and be one that this version knows. */
export function checkSchema(connection: Connection): void {
  if (!hasTables(connection)) {
    throw new StoreError("cannot_open", {
      path: connection.path,
      problem: "the database is empty; start the writer first",
    });
  }
  refuseForeign(connection);
  refuseNewer(connection, currentVersion(connection));
}

/** For a connection that writes a little beside the writer: the schema must be exactly the one that this version knows. */
export function checkCurrentSchema(connection: Connection): void {
  checkSchema(connection);
  const version = currentVersion(connection);
  if (version === MIGRATIONS.length) return;
  throw new StoreError("older_schema", {
    path: connection.path,
    problem: `written by an older version (schema ${version}, this one knows ${MIGRATIONS.length}); start the monitor of this version once, which brings it up to date`,
  });
}

/** The version in which errors are in groups. */
const WITH_ERRORS = MIGRATIONS.indexOf(ERRORS) + 1;

/** Brings the schema to this version, forwards only, in one transaction. */
export function migrate(connection: Connection, migrations: readonly string[] = MIGRATIONS): void {
  if (hasTables(connection)) refuseForeign(connection);
  connection.exec("BEGIN IMMEDIATE");
  try {
    connection.exec(VERSION_TABLE);
    const from = currentVersion(connection);
    refuseNewer(connection, from);
    for (const [index, sql] of migrations.entries()) {
      if (index < from) continue;
      connection.exec(sql);
      connection.run("INSERT INTO schema_versions VALUES (?, ?)", index + 1, Date.now());
    }
    if (from === 0) initialise(connection);
    else if (from < WITH_ERRORS) linkStoredRuns(connection);
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}

function initialise(connection: Connection): void {
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  connection.run("INSERT INTO meta VALUES ('cursor_secret', ?)", randomBytes(16).toString("hex"));
}
