import type { LogHit, LogQuery } from "../../port/logs.ts";
import type { Page } from "../../port/page.ts";
import type { Connection } from "../database/connection.ts";
import type { Cursors } from "./cursor.ts";

export function queryLogs(_connection: Connection, _cursors: Cursors, _query: LogQuery): Page<LogHit> {
  throw new Error("not there yet");
}
