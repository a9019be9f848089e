import type { AuditCheck, AuditQuery, StoredAudit, StoredKey } from "../../port/access.ts";
import type { Page } from "../../port/page.ts";
import type { Connection } from "../database/connection.ts";
import type { Cursors } from "./cursor.ts";

export function queryKeys(_connection: Connection): readonly StoredKey[] {
  return [];
}

export function queryAudit(_connection: Connection, _cursors: Cursors, _query: AuditQuery): Page<StoredAudit> {
  throw new Error("not there yet");
}

export function checkAudit(_connection: Connection): AuditCheck {
  throw new Error("not there yet");
}
