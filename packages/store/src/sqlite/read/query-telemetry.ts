import type { Telemetry, TelemetryQuery } from "../../port/metrics.ts";
import type { Connection } from "../database/connection.ts";

export function queryTelemetry(_connection: Connection, _query: TelemetryQuery): Telemetry {
  throw new Error("not there yet");
}
