import type { AlertCommand, Explanation } from "@jobscope/alerting";
import type { AuditEntry } from "@jobscope/store";

import { alertDetailSchema, incidentSchema } from "../../model/alert-detail-resource.ts";
import { alertSchema } from "../../model/alert-resource.ts";
import { isoTime } from "../../model/iso-time.ts";
import { listOf } from "../../model/resource-schema.ts";
import { alertsParams } from "../../params/alerts-params.ts";
import { noBody } from "../../params/no-body.ts";
import { noParams } from "../../params/no-params.ts";
import { snoozeBody, snoozeFault } from "../../params/snooze-body.ts";
import { planAlerts } from "../../plan/plan-alerts.ts";
import { shapeAlert, shapeAlertDetail, shapeIncident } from "../../shape/shape-alert.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askAlerting } from "../ask/ask-alerting.ts";
import { askStore } from "../ask/ask-store.ts";
import { findById } from "../ask/find-by-id.ts";
import { auditOf } from "../audit/audit-entry.ts";
import type { QueryApiDeps } from "../deps.ts";
import { bodyProblem } from "../reply/api-problem.ts";
import { defineRoute, defineWrite } from "../routing/define-route.ts";
import type { Route, RouteReply } from "../routing/route.ts";

const incidentsSchema = listOf(incidentSchema, "IncidentList");

export const alertsRoutes: readonly Route[] = [
  defineRoute({
    path: "/alerts",
    access: "read",
    limit: "requests",
    schema: alertsParams,
    docs: { summary: "What fires and what fired, newest first", answers: { schema: listOf(alertSchema, "AlertList") } },
    async reply({ reader }, { params }) {
      const page = await askStore(() => reader.alerts(planAlerts(params)));
      return { body: shapeList(page, shapeAlert) };
    },
  }),
  defineRoute({
    path: "/alerts/:id",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "One alert with its history and who was told", answers: { schema: alertDetailSchema } },
    async reply(deps, { id }) {
      const find = (alertId: string): ReturnType<typeof deps.reader.alert> => deps.reader.alert(alertId);
      const detail = await findById({ id, what: "alert", list: "alerts", find });
      return { body: shapeAlertDetail(detail, await explain(deps, detail.alert.id)) };
    },
  }),
  defineWrite({
    method: "POST",
    access: "alerts:write",
    limit: "requests",
    path: "/alerts/:id/ack",
    body: noBody,
    docs: {
      summary: "Acknowledge: nobody else is called",
      answers: { schema: incidentsSchema },
      problems: ["conflict"],
    },
    async reply(deps, { id, ...author }) {
      const audit = auditOf(author, { atMs: deps.nowMs(), action: "alerts.ack", target: id });
      return changeIncidents(deps, { kind: "acknowledge", alertId: id, by: author.principal.id }, audit);
    },
  }),
  defineWrite({
    method: "POST",
    access: "alerts:write",
    limit: "requests",
    path: "/alerts/:id/snooze",
    body: snoozeBody,
    docs: { summary: "Acknowledge until an instant", answers: { schema: incidentsSchema }, problems: ["conflict"] },
    async reply(deps, { id, body: { until_time: untilMs }, ...author }) {
      const atMs = deps.nowMs();
      const fault = snoozeFault({ until_time: untilMs }, atMs);
      if (fault !== undefined) throw bodyProblem([fault]);
      const detail = `until ${isoTime(untilMs)}`;
      const audit = auditOf(author, { atMs, action: "alerts.snooze", target: id, detail });
      return changeIncidents(deps, { kind: "snooze", alertId: id, untilMs, by: author.principal.id }, audit);
    },
  }),
];

async function changeIncidents(deps: QueryApiDeps, command: AlertCommand, audit: AuditEntry): Promise<RouteReply> {
  const { incidents } = await askAlerting(deps, { command, audit }, "incidents");
  return { body: shapeList({ items: incidents }, shapeIncident) };
}

/** What is history for the alerting has no explanation; a core that is away must not hide what is stored. */
async function explain(deps: QueryApiDeps, alertId: string): Promise<Explanation | undefined> {
  try {
    const answer = await deps.alerting?.command({ kind: "explain", alertId });
    return answer?.kind === "explanation" ? answer.explanation : undefined;
  } catch (error) {
    deps.onFailure({ method: "GET", path: "/alerts/{id}", error });
    return undefined;
  }
}
