import type { AuditEntry } from "@jobscope/store";

import type { Principal } from "../../model/principal.ts";

/** Who did something, as every route that writes learns it. */
export interface Author {
  readonly principal: Pick<Principal, "id" | "role">;
  readonly requestId: string;
  /** Anonymised. */
  readonly address: string;
}

interface Deed {
  readonly atMs: number;
  /** `alerts.snooze` */
  readonly action: string;
  /** What it was done to; `""` where that says nothing. */
  readonly target: string;
  /** What exactly was done; never a body, a key or a comment of somebody. */
  readonly detail?: string;
}

/** The line of the audit that goes with a command, written in the same transaction. */
export function auditOf(author: Author, { atMs, action, target, detail = "" }: Deed): AuditEntry {
  const { principal, requestId, address } = author;
  return {
    atMs,
    actor: principal.id,
    role: principal.role,
    action,
    target,
    outcome: "done",
    detail,
    address,
    requestId,
    count: 1,
  };
}
