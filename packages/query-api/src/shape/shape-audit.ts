import type { AuditCheck, StoredAudit } from "@jobscope/store";

import type { AuditCheckResource, AuditResource } from "../model/audit-resource.ts";
import { isoTime } from "../model/iso-time.ts";
import { textOrNull } from "./scalars.ts";

export function shapeAudit(entry: StoredAudit): AuditResource {
  return {
    sequence: entry.sequence,
    time: isoTime(entry.atMs),
    actor: entry.actor,
    role: textOrNull(entry.role),
    action: entry.action,
    target: textOrNull(entry.target),
    outcome: entry.outcome,
    detail: textOrNull(entry.detail),
    address: textOrNull(entry.address),
    request_id: textOrNull(entry.requestId),
    count: entry.count,
    digest: entry.digest,
  };
}

export function shapeAuditCheck({ ok, entries, brokenAt }: AuditCheck): AuditCheckResource {
  return { ok, entries, broken_at: brokenAt ?? null };
}
