import type { AuditCheck, StoreReader } from "@jobscope/store";

import { auditCheckSchema, auditSchema } from "../../model/audit-resource.ts";
import { listOf } from "../../model/resource-schema.ts";
import { auditParams } from "../../params/audit-params.ts";
import { noParams } from "../../params/no-params.ts";
import { planAudit } from "../../plan/plan-audit.ts";
import { shapeAudit, shapeAuditCheck } from "../../shape/shape-audit.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askStore } from "../ask/ask-store.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const auditRoutes: readonly Route[] = [
  defineRoute({
    path: "/audit",
    access: "audit:read",
    limit: "requests",
    schema: auditParams,
    docs: { summary: "Who changed what, and who was not let", answers: { schema: listOf(auditSchema, "AuditList") } },
    async reply({ reader, auditor }, { params }) {
      // Whoever looks sees what happened until now, not until a minute ago.
      await auditor?.flush();
      const page = await askStore(() => reader.audit(planAudit(params)));
      return { body: shapeList(page, shapeAudit) };
    },
  }),
  defineRoute({
    path: "/audit/check",
    access: "audit:read",
    limit: "costly",
    schema: noParams,
    docs: { summary: "Whether the audit is as it was written", answers: { schema: auditCheckSchema } },
    async reply({ reader }) {
      return { body: shapeAuditCheck(await checkAudit(reader)) };
    },
  }),
];

/** In steps, so that other questions are answered in between. */
async function checkAudit(reader: StoreReader): Promise<AuditCheck> {
  let step = await askStore(() => reader.checkAudit());
  let { entries } = step;
  while (step.next !== undefined) {
    const { next } = step;
    step = await askStore(() => reader.checkAudit(next));
    entries += step.entries;
  }
  return { ...step, entries };
}
