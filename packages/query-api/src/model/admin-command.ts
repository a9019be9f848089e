import type { AuditEntry, StoredKey } from "@jobscope/store";
import type { JobId } from "@jobscope/tracker";

/** What the API has the monitor write beside alerting; each with its line of the audit, in one transaction. */
export type AdminCommand =
  /** `replaced`: the key that `key` takes the place of, as it is from now on. */
  | {
      readonly kind: "write_key";
      readonly key: StoredKey;
      readonly replaced?: StoredKey;
      readonly audit: AuditEntry;
    }
  | { readonly kind: "retire_job"; readonly jobId: JobId; readonly reason: string; readonly audit: AuditEntry }
  | { readonly kind: "audit"; readonly entries: readonly AuditEntry[] }
  | { readonly kind: "key_uses"; readonly uses: readonly { readonly id: string; readonly atMs: number }[] };

/** `not_found`: no such job, and nothing was written. */
export type AdminCommandResult = "done" | "not_found";
