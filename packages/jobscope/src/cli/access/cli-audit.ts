import { userInfo } from "node:os";

import type { AuditEntry } from "@jobscope/store";

/** The line of the audit for what somebody did at the command line of this machine: who may write the database may do all. */
export function cliAudit(of: Pick<AuditEntry, "atMs" | "action" | "target" | "detail">): AuditEntry {
  return { ...of, actor: `cli:${userName()}`, role: "admin", outcome: "done", address: "", requestId: "", count: 1 };
}

/** In a container the user may have a number and no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}
