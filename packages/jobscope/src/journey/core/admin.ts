import type { AlertCommandResult } from "@jobscope/alerting";
import type { AdminCommand } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import type { CoreStore } from "./core-ports.ts";

export function writeCommand(store: CoreStore, command: Exclude<AdminCommand, { readonly kind: "retire_job" }>): void {
  switch (command.kind) {
    case "write_key":
      store.writeKey(command.key);
      if (command.replaced !== undefined) store.writeKey(command.replaced);
      return store.appendAudit([command.audit]);
    case "key_uses":
      return store.writeKeyUses(command.uses);
    case "audit":
      return store.appendAudit(command.entries);
  }
}

/** What was asked for and refused is noted as that. */
export function withOutcome(audit: AuditEntry, result: AlertCommandResult): AuditEntry {
  if (result.kind !== "refused" && result.kind !== "not_found") return audit;
  return { ...audit, outcome: "failed", detail: result.detail };
}
