import type { Alert, Silence } from "@jobscope/alerting";
import type { JobId, Run, RunKey, Slot } from "@jobscope/tracker";

import type { AuditCheckStep, AuditLink, AuditQuery, StoredAudit, StoredKey } from "../port/access.ts";
import type { AlertDetail, AlertQuery } from "../port/alerting.ts";
import type { ErrorDetail, ErrorGroup, ErrorQuery } from "../port/errors.ts";
import type { LogHit, LogQuery, Trace } from "../port/logs.ts";
import type {
  CalendarQuery,
  CalendarSpan,
  DurationBaseline,
  KeptTimes,
  RunSeries,
  RunSeriesQuery,
  Telemetry,
  TelemetryQuery,
  UpcomingQuery,
} from "../port/metrics.ts";
import type { Page } from "../port/page.ts";
import type {
  JobDetail,
  JobQuery,
  JobWithRuns,
  RunDetail,
  RunQuery,
  SlotQuery,
  StatusSummary,
  StoreHealth,
  StoreQueries,
} from "../port/read.ts";
import type { Connection } from "./database/connection.ts";
import { openReadConnection } from "./database/open-database.ts";
import { within } from "./database/transaction.ts";
import { Cursors } from "./read/cursor.ts";
import { checkAuditStep, queryAudit, queryKeys, queryKeysVersion } from "./read/query-access.ts";
import { queryAlert, queryAlerts, querySilences } from "./read/query-alerts.ts";
import { queryCalendar } from "./read/query-calendar.ts";
import { queryDurationBaseline } from "./read/query-duration-baseline.ts";
import { queryError, queryErrors } from "./read/query-errors.ts";
import { queryJob, queryJobs } from "./read/query-jobs.ts";
import { queryLogs } from "./read/query-logs.ts";
import { queryRunSeries } from "./read/query-run-series.ts";
import { queryRun } from "./read/query-run.ts";
import { queryRuns } from "./read/query-runs.ts";
import { querySlots } from "./read/query-slots.ts";
import { queryHealth, queryStatus } from "./read/query-status.ts";
import { queryTelemetry } from "./read/query-telemetry.ts";
import { queryTrace } from "./read/query-trace.ts";
import { queryUpcoming } from "./read/query-upcoming.ts";
import { keptTimes } from "./rows/kept-since.ts";

class SqliteReader implements StoreQueries {
  readonly #connection: Connection;
  readonly #cursors: Cursors;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#cursors = new Cursors(connection);
  }

  status(nowMs: number): StatusSummary {
    return this.#read(() => queryStatus(this.#connection, nowMs));
  }

  jobs(query: JobQuery): Page<JobWithRuns> {
    return this.#read(() => queryJobs(this.#connection, this.#cursors, query));
  }

  job(id: JobId, runs: number): JobDetail | undefined {
    return this.#read(() => queryJob(this.#connection, id, runs));
  }

  runs(query: RunQuery): Page<Run> {
    return this.#read(() => queryRuns(this.#connection, this.#cursors, query));
  }

  run(key: RunKey): RunDetail | undefined {
    return this.#read(() => queryRun(this.#connection, key));
  }

  slots(query: SlotQuery): Page<Slot> {
    return this.#read(() => querySlots(this.#connection, this.#cursors, query));
  }

  alerts(query: AlertQuery): Page<Alert> {
    return this.#read(() => queryAlerts(this.#connection, this.#cursors, query));
  }

  alert(id: string): AlertDetail | undefined {
    return this.#read(() => queryAlert(this.#connection, id));
  }

  silences(nowMs: number): readonly Silence[] {
    return this.#read(() => querySilences(this.#connection, nowMs));
  }

  keptTimes(): KeptTimes {
    return this.#read(() => keptTimes(this.#connection));
  }

  runSeries(query: RunSeriesQuery, nowMs: number): RunSeries {
    return this.#read(() => queryRunSeries(this.#connection, query, nowMs));
  }

  durationBaseline(jobId: JobId, nowMs: number): DurationBaseline | undefined {
    return this.#read(() => queryDurationBaseline(this.#connection, jobId, nowMs));
  }

  telemetry(query: TelemetryQuery): Telemetry {
    return this.#read(() => queryTelemetry(this.#connection, query));
  }

  calendar(query: CalendarQuery): readonly CalendarSpan[] {
    return this.#read(() => queryCalendar(this.#connection, query));
  }

  upcoming(query: UpcomingQuery): readonly Slot[] {
    return this.#read(() => queryUpcoming(this.#connection, query));
  }

  errors(query: ErrorQuery, nowMs: number): Page<ErrorGroup> {
    return this.#read(() => queryErrors(this.#connection, this.#cursors, { query, nowMs }));
  }

  error(id: string, nowMs: number): ErrorDetail | undefined {
    return this.#read(() => queryError(this.#connection, id, nowMs));
  }

  logs(query: LogQuery): Page<LogHit> {
    return this.#read(() => queryLogs(this.#connection, this.#cursors, query));
  }

  trace(traceId: string): Trace | undefined {
    return this.#read(() => queryTrace(this.#connection, traceId));
  }

  keys(): readonly StoredKey[] {
    return this.#read(() => queryKeys(this.#connection));
  }

  keysVersion(): number {
    return this.#read(() => queryKeysVersion(this.#connection));
  }

  audit(query: AuditQuery): Page<StoredAudit> {
    return this.#read(() => queryAudit(this.#connection, this.#cursors, query));
  }

  checkAudit(after?: AuditLink): AuditCheckStep {
    return this.#read(() => checkAuditStep(this.#connection, after));
  }

  health(): StoreHealth {
    return this.#read(() => queryHealth(this.#connection));
  }

  close(): void {
    if (this.#connection.isOpen) this.#connection.close();
  }

  /** One short read transaction, so that the parts of an answer agree with each other. */
  #read<T>(query: () => T): T {
    return within(this.#connection, "BEGIN", query);
  }
}

/**
 * Opens the database for reading, next to the writer, in any thread or process. Every answer is one consistent state.
 *
 * @throws {StoreError} when the file is not there, is not ours, or is damaged.
 */
export function openSqliteReader(options: { readonly path: string }): StoreQueries & { close(): void } {
  return new SqliteReader(openReadConnection(options.path));
}
