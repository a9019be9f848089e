import type { Trace } from "../../port/logs.ts";
import type { Connection } from "../database/connection.ts";

export function queryTrace(_connection: Connection, _traceId: string): Trace | undefined {
  throw new Error("not there yet");
}
