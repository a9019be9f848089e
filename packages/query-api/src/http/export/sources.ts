import { ALERT_COLUMNS, AUDIT_COLUMNS, ERROR_COLUMNS, RUN_COLUMNS, SLOT_COLUMNS } from "../../model/export-columns.ts";
import { alertsParams } from "../../params/alerts-params.ts";
import { auditParams } from "../../params/audit-params.ts";
import { errorsParams } from "../../params/errors-params.ts";
import type { ExportType } from "../../params/export-params.ts";
import { runsParams } from "../../params/runs-params.ts";
import { slotsParams } from "../../params/slots-params.ts";
import { planAlerts } from "../../plan/plan-alerts.ts";
import { planAudit } from "../../plan/plan-audit.ts";
import { planErrors } from "../../plan/plan-errors.ts";
import { planRuns } from "../../plan/plan-runs.ts";
import { planSlots } from "../../plan/plan-slots.ts";
import { shapeAlert } from "../../shape/shape-alert.ts";
import { shapeAudit } from "../../shape/shape-audit.ts";
import { shapeError } from "../../shape/shape-error.ts";
import { DETAIL_MESSAGE_LENGTH, shapeRun } from "../../shape/shape-run.ts";
import { shapeSlot } from "../../shape/shape-slot.ts";
import { exportSource } from "./export-source.ts";
import type { ExportSource } from "./export-source.ts";

/** What can be exported: the lists, with their own filters, in their own order; of errors in one that no new error changes. */
export const EXPORT_SOURCES: { readonly [T in ExportType]: ExportSource } = {
  runs: exportSource({
    schema: runsParams,
    columns: RUN_COLUMNS,
    ask: ({ reader }, params) => reader.runs(planRuns(params)),
    shape: (run) => shapeRun(run, DETAIL_MESSAGE_LENGTH),
  }),
  alerts: exportSource({
    schema: alertsParams,
    columns: ALERT_COLUMNS,
    ask: ({ reader }, params) => reader.alerts(planAlerts(params)),
    shape: shapeAlert,
  }),
  slots: exportSource({
    schema: slotsParams,
    columns: SLOT_COLUMNS,
    ask: (deps, params) => deps.reader.slots(planSlots(params, deps.nowMs())),
    shape: shapeSlot,
  }),
  errors: exportSource({
    schema: errorsParams,
    columns: ERROR_COLUMNS,
    ask: (deps, params) => deps.reader.errors({ ...planErrors(params), order: "first_seen" }, deps.nowMs()),
    shape: (group) => shapeError(group, DETAIL_MESSAGE_LENGTH),
  }),
  audit: exportSource({
    schema: auditParams,
    scope: "audit:read",
    columns: AUDIT_COLUMNS,
    ask: ({ reader }, params) => reader.audit(planAudit(params)),
    shape: shapeAudit,
  }),
};
