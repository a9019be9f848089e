import type { AlertingChange } from "@jobscope/alerting";
import type { DecodedRequest, LogRecord, MetricPoint } from "@jobscope/otlp";
import type { Change, JobId, Run, RunKey, Slot, TrackerSnapshot } from "@jobscope/tracker";

import type { AuditEntry, StoredKey } from "../port/access.ts";
import type { StoredAlerting } from "../port/alerting.ts";
import type { AcceptedRecords, IntegrityReport, RetentionPolicy, RetentionReport, StoreWriter } from "../port/write.ts";
import type { Connection } from "./database/connection.ts";
import { FilePlace } from "./database/file-place.ts";
import { fileSize } from "./database/file-size.ts";
import { checkIntegrity } from "./database/integrity.ts";
import { openWriteConnection, type SqliteStoreOptions } from "./database/open-database.ts";
import { MAX_BYTES, readSetting, writeMeta, writeSetting } from "./database/settings.ts";
import { withStoreErrors } from "./database/sqlite-errors.ts";
import { assertNoTransaction, within } from "./database/transaction.ts";
import { errorRecords, recentRuns, storedPoints } from "./read/alerting-archive.ts";
import { loadAlerting } from "./read/alerting-snapshot.ts";
import { loadSnapshot } from "./read/snapshot.ts";
import { Retention } from "./retention/retention.ts";
import { Counters } from "./rows/counters.ts";
import { KeyTables } from "./rows/key-tables.ts";
import { Origins } from "./rows/origins.ts";
import { findRun, openRuns } from "./rows/run-rows.ts";
import { findSlots } from "./rows/slot-rows.ts";
import { appendAudit, writeKey, writeKeyUses } from "./write/write-access.ts";
import { writeAlertingChange } from "./write/write-alerting.ts";
import { writeChange } from "./write/write-changes.ts";
import { type LogTarget, writeLogs } from "./write/write-logs.ts";
import { PointWriter } from "./write/write-points.ts";
import { writeSpans } from "./write/write-spans.ts";

class SqliteStore implements StoreWriter {
  readonly #connection: Connection;
  readonly #place: FilePlace;
  readonly #keys: KeyTables;
  readonly #counters: Counters;
  readonly #origins: Origins;
  readonly #points: PointWriter;
  readonly #retention: Retention;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#place = new FilePlace(connection.path);
    this.#keys = new KeyTables(connection);
    this.#counters = new Counters(connection);
    this.#origins = new Origins(connection, this.#keys);
    this.#points = new PointWriter(connection, this.#origins);
    this.#retention = new Retention(connection, this.#counters);
  }

  transaction<T>(work: () => T): T {
    assertNoTransaction(this.#connection);
    this.#place.assert();
    try {
      return within(this.#connection, "BEGIN IMMEDIATE", () => {
        const result = work();
        this.#counters.flush();
        return result;
      });
    } catch (error) {
      // Nothing that the transaction wrote is there: row numbers and counts that it made must go from memory too.
      this.#counters.discard();
      this.#forget();
      throw error;
    }
  }

  writeRecords(request: DecodedRequest, receivedMs: number): AcceptedRecords {
    return this.#writing(() => {
      const accepted = this.#write(request, receivedMs);
      const table = { traces: "spans", logs: "logs", metrics: "metric_points" } as const;
      if (accepted.stored > 0) this.#counters.addRows(table[request.signal], accepted.stored);
      return accepted;
    });
  }

  writeChanges(changes: readonly Change[]): void {
    const target = { connection: this.#connection, keys: this.#keys, counters: this.#counters };
    this.#writing(() => {
      for (const change of changes) writeChange(target, change);
    });
  }

  writeAlerting(changes: readonly AlertingChange[]): void {
    const target = { connection: this.#connection, keys: this.#keys, counters: this.#counters };
    this.#writing(() => {
      for (const change of changes) writeAlertingChange(target, change);
    });
  }

  writeKey(key: StoredKey): void {
    this.#writing(() => writeKey(this.#connection, key));
  }

  writeKeyUses(uses: readonly { readonly id: string; readonly atMs: number }[]): void {
    this.#writing(() => writeKeyUses(this.#connection, uses));
  }

  appendAudit(entries: readonly AuditEntry[]): void {
    this.#writing(() => appendAudit(this.#connection, entries));
  }

  loadAlerting(nowMs: number): StoredAlerting {
    return this.#guarded(() => loadAlerting(this.#connection, nowMs));
  }

  recentRuns(sinceMs: number, perJob: number): readonly Run[] {
    return this.#guarded(() => recentRuns(this.#connection, sinceMs, perJob));
  }

  openRuns(): readonly Run[] {
    return this.#guarded(() => openRuns(this.#connection));
  }

  errorRecords(sinceMs: number, limit: number): readonly LogRecord[] {
    return this.#guarded(() => errorRecords(this.#connection, sinceMs, limit));
  }

  points(
    metrics: readonly string[],
    sinceMs: number,
  ): Iterable<{ readonly point: MetricPoint; readonly receivedMs: number }> {
    return storedPoints(this.#connection, metrics, sinceMs);
  }

  loadSnapshot(): TrackerSnapshot {
    return this.#guarded(() => loadSnapshot(this.#connection));
  }

  findRun(key: RunKey): Run | undefined {
    return this.#guarded(() => findRun(this.#connection, key));
  }

  findSlots(jobId: JobId, fromMs: number, toMs: number): readonly Slot[] {
    return this.#guarded(() => findSlots(this.#connection, jobId, [fromMs, toMs]));
  }

  enforceRetention(policy: RetentionPolicy, nowMs: number): RetentionReport {
    const report = this.transaction(() => {
      writeMeta(this.#connection, MAX_BYTES, String(policy.maxBytes));
      return this.#retention.expire(policy, nowMs);
    });
    if (report.deleted["other"] !== undefined) this.#forget();
    return this.#guarded(() => {
      const shrinking = this.#retention.shrink();
      const { bytes, liveBytes } = fileSize(this.#connection);
      const overCap = report.capped && liveBytes > policy.maxBytes;
      return { ...report, more: report.more || shrinking || overCap, bytes };
    });
  }

  checkIntegrity(): IntegrityReport {
    return this.#guarded(() => checkIntegrity(this.#connection));
  }

  readSetting(name: string): string | undefined {
    return this.#guarded(() => readSetting(this.#connection, name));
  }

  writeSetting(name: string, value: string): void {
    this.#writing(() => {
      writeSetting(this.#connection, name, value);
    });
  }

  assertInPlace(): void {
    this.#place.assert();
  }

  close(): void {
    if (this.#connection.isOpen) this.#connection.close();
  }

  #write(request: DecodedRequest, receivedMs: number): AcceptedRecords {
    if (request.signal === "metrics") return this.#points.write({ records: request.records, receivedMs });
    return request.signal === "logs"
      ? writeLogs(this.#logTarget(), { records: request.records, receivedMs })
      : writeSpans(this.#connection, this.#origins, { records: request.records, receivedMs });
  }

  #logTarget(): LogTarget {
    return { connection: this.#connection, origins: this.#origins, keys: this.#keys, counters: this.#counters };
  }

  /** A write outside a transaction is one of its own. */
  #writing<T>(work: () => T): T {
    return this.#connection.isTransaction ? work() : this.transaction(work);
  }

  #guarded<T>(work: () => T): T {
    return withStoreErrors(this.#connection.path, work);
  }

  #forget(): void {
    this.#keys.clear();
    this.#origins.clear();
    this.#points.clear();
    this.#counters.forgetErrorGroups();
  }
}

/**
 * Opens the database for writing, or makes it. One process at a time: take the lock of the data directory first.
 *
 * @throws {StoreError} when the file cannot be used: its code says why, its message what to do.
 */
export function openSqliteStore(options: SqliteStoreOptions): StoreWriter {
  return new SqliteStore(openWriteConnection(options));
}
