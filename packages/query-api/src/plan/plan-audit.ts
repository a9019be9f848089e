import type { AuditQuery } from "@jobscope/store";

import type { AuditParams } from "../params/audit-params.ts";
import { defined } from "./defined.ts";

export function planAudit({ limit, from, to, ...filters }: AuditParams): AuditQuery {
  return { limit, ...defined({ ...filters, fromMs: from, toMs: to }) };
}
