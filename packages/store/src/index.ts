export type { StoreErrorCode } from "./model/store-error.ts";
export { StoreError } from "./model/store-error.ts";
export type { AlertDetail, AlertQueries, AlertQuery, StoredAlerting } from "./port/alerting.ts";
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
  StoredLog,
  StoredSpan,
  StoreHealth,
  StoreQueries,
  StoreReader,
} from "./port/read.ts";
export { InvalidCursorError } from "./port/read.ts";
export type { AcceptedRecords, IntegrityReport, RetentionPolicy, RetentionReport, StoreWriter } from "./port/write.ts";
export type { DataDirectoryLock, LockHolder } from "./sqlite/database/data-directory.ts";
export { lockDataDirectory } from "./sqlite/database/data-directory.ts";
export type { SqliteStoreOptions } from "./sqlite/database/open-database.ts";
export { openSqliteReader } from "./sqlite/sqlite-reader.ts";
export { openSqliteStore } from "./sqlite/sqlite-store.ts";
