export type {
  JobDetail,
  JobQuery,
  JobWithRuns,
  Page,
  PageRequest,
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
