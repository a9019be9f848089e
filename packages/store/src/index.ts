export { fileStamp } from "./model/file-stamp.ts";
export type { StoreErrorCode } from "./model/store-error.ts";
export { StoreError } from "./model/store-error.ts";
export type {
  AccessQueries,
  AccessStore,
  AccessWriter,
  AuditCheck,
  AuditCheckStep,
  AuditEntry,
  AuditLink,
  AuditQuery,
  KeyKind,
  StoredAudit,
  StoredKey,
} from "./port/access.ts";
export type { AlertDetail, AlertQueries, AlertQuery, StoredAlerting } from "./port/alerting.ts";
export type { ErrorDetail, ErrorGroup, ErrorJob, ErrorQueries, ErrorQuery, ErrorSource } from "./port/errors.ts";
export type { LogHit, LogQueries, LogQuery, StoredLog, StoredSpan, Trace } from "./port/logs.ts";
export type {
  CalendarQuery,
  CalendarSpan,
  DurationBaseline,
  DurationSummary,
  KeptTimes,
  KeptWidth,
  MetricQueries,
  RollupResolution,
  RunBucket,
  RunFigures,
  RunSeries,
  RunSeriesQuery,
  StepRange,
  Telemetry,
  TelemetryPoint,
  TelemetryQuery,
  TelemetrySeries,
  UpcomingQuery,
} from "./port/metrics.ts";
export type { Page, PageRequest } from "./port/page.ts";
export type {
  JobDetail,
  JobQuery,
  JobWithRuns,
  RunDetail,
  RunQuery,
  RunTotals,
  SlotQuery,
  StatusSummary,
  StoreHealth,
  StoreQueries,
} from "./port/read.ts";
export { InvalidCursorError } from "./port/read.ts";
export type { StoreQuestion, StoreReader } from "./port/questions.ts";
export { answerQuestion, createReader } from "./port/questions.ts";
export type { JobScope } from "./port/scope.ts";
export type { AcceptedRecords, IntegrityReport, RetentionPolicy, RetentionReport, StoreWriter } from "./port/write.ts";
export { SCREEN_METRICS } from "./rollup/screen-metrics.ts";
export { openAccessStore } from "./sqlite/access-store.ts";
export type { BackupOptions } from "./sqlite/backup/backup-store.ts";
export { backupStore } from "./sqlite/backup/backup-store.ts";
export type { StoreContents } from "./sqlite/backup/contents.ts";
export type { BackupProgress } from "./sqlite/backup/copy-database.ts";
export { PartialFile } from "./sqlite/backup/partial-file.ts";
export type { Restored, RestoreOptions } from "./sqlite/backup/restore-store.ts";
export { restoreStore } from "./sqlite/backup/restore-store.ts";
export type { DataDirectoryLock, LockHolder } from "./sqlite/database/data-directory.ts";
export { lockDataDirectory } from "./sqlite/database/data-directory.ts";
export type { SqliteStoreOptions } from "./sqlite/database/open-database.ts";
export type { PlannedExpiry, RetentionKind, RetentionPlan } from "./sqlite/retention/plan-retention.ts";
export { planRetention } from "./sqlite/retention/plan-retention.ts";
export { MAX_KEYS } from "./sqlite/rows/key-limit.ts";
export { openSqliteReader } from "./sqlite/sqlite-reader.ts";
export { openSqliteStore } from "./sqlite/sqlite-store.ts";
