import type { Explanation } from "@jobscope/alerting";

import { alertsParams } from "../../params/alerts-params.ts";
import { noParams } from "../../params/no-params.ts";
import { emptyBody, snoozeBody } from "../../params/silence-body.ts";
import { planAlerts } from "../../plan/plan-alerts.ts";
import { shapeAlert, shapeAlertDetail, shapeIncident } from "../../shape/shape-alert.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askAlerting } from "../ask-alerting.ts";
import { askStore } from "../ask-store.ts";
import type { QueryApiDeps } from "../deps.ts";
import { findById } from "../find-by-id.ts";
import { defineRoute, defineWrite } from "../route.ts";
import type { Route } from "../route.ts";

export const alertsRoutes: readonly Route[] = [
  defineRoute({
    path: "/alerts",
    access: "admin",
    schema: alertsParams,
    async reply({ reader }, { params }) {
      const page = await askStore(() => reader.alerts(planAlerts(params)));
      return { body: shapeList(page, shapeAlert) };
    },
  }),
  defineRoute({
    path: "/alerts/:id",
    access: "admin",
    schema: noParams,
    async reply(deps, { id }) {
      const find = (alertId: string): ReturnType<typeof deps.reader.alert> => deps.reader.alert(alertId);
      const detail = await findById({ id, what: "alert", list: "alerts", find });
      return { body: shapeAlertDetail(detail, await explain(deps, detail.alert.id)) };
    },
  }),
  defineWrite({
    method: "POST",
    path: "/alerts/:id/ack",
    body: emptyBody,
    async reply(deps, { id, principal }) {
      const command = { kind: "acknowledge", alertId: id, by: principal.id } as const;
      const { incidents } = await askAlerting(deps, command, "incidents");
      return { body: { items: incidents.map(shapeIncident), next_cursor: null } };
    },
  }),
  defineWrite({
    method: "POST",
    path: "/alerts/:id/snooze",
    body: snoozeBody,
    async reply(deps, { id, body, principal }) {
      const command = { kind: "snooze", alertId: id, untilMs: body.until_time, by: principal.id } as const;
      const { incidents } = await askAlerting(deps, command, "incidents");
      return { body: { items: incidents.map(shapeIncident), next_cursor: null } };
    },
  }),
];

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
