import type { AuditEntry } from "@jobscope/store";

/** Writes down what was not allowed. A change is written by its own command, in the same transaction as the change. */
export interface Auditor {
  /** Equal ones of the same minute become one entry with their number; never waits, never throws. */
  deny(entry: AuditEntry): void;
  /** Writes what waits. Never rejects: what cannot be written goes on waiting. */
  flush(): Promise<void>;
  /** The same, and no more by itself. */
  close(): Promise<void>;
}
