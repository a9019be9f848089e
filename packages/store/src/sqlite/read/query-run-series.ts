import type { JobId } from "@jobscope/tracker";

import type { DurationBaseline, RunSeries, RunSeriesQuery } from "../../port/metrics.ts";
import type { Connection } from "../database/connection.ts";

export function queryRunSeries(_connection: Connection, _query: RunSeriesQuery, _nowMs: number): RunSeries {
  throw new Error("not there yet");
}

export function queryDurationBaseline(
  _connection: Connection,
  _jobId: JobId,
  _nowMs: number,
): DurationBaseline | undefined {
  throw new Error("not there yet");
}
