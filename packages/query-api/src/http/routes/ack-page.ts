import type { AlertCommandResult } from "@jobscope/alerting";

import type { AckView } from "../../model/ack-view.ts";
import { ApiProblem } from "../api-problem.ts";
import type { AlertingPort, QueryApiDeps } from "../deps.ts";
import type { Route, RouteReply } from "../route.ts";

/** Longer than any token. */
const MAX_TOKEN = 500;

/**
 * The link of a notification: a page whose button acknowledges. GET changes nothing, for mail scanners follow links; the
 * token in the link is all that is asked for.
 */
export const ackRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/alerts/ack",
    access: "public",
    accepts: "nothing",
    async reply(deps, { query }) {
      const token = tokenOf(query);
      const alerting = alertingOf(deps);
      return page(alerting, viewOf(await alerting.command({ kind: "inspect_token", token }), token));
    },
  },
  {
    method: "POST",
    path: "/alerts/ack",
    access: "public",
    accepts: "form",
    async reply(deps, { body }) {
      const token = tokenOf(new URLSearchParams(typeof body === "string" ? body : ""));
      const alerting = alertingOf(deps);
      const result = await alerting.command({ kind: "acknowledge_by_token", token, by: "link in a notification" });
      return page(alerting, result.kind === "incidents" ? { ...result, kind: "done" } : viewOf(result, token));
    },
  },
];

function alertingOf({ alerting }: QueryApiDeps): AlertingPort {
  if (alerting !== undefined) return alerting;
  throw new ApiProblem({ kind: "not_found", detail: "This monitor raises no alerts." });
}

const tokenOf = (fields: URLSearchParams): string => (fields.get("token") ?? "").slice(0, MAX_TOKEN);

function viewOf(result: AlertCommandResult, token: string): AckView {
  switch (result.kind) {
    case "incidents":
      return { ...result, kind: "ask", token };
    case "not_found":
    case "refused":
      return { kind: "refused", detail: result.detail };
    case "silence":
    case "hides":
    case "explanation":
      return { kind: "refused", detail: "The link leads nowhere." };
  }
}

function page(alerting: AlertingPort, view: AckView): RouteReply {
  return { status: view.kind === "refused" ? 410 : 200, html: alerting.ackPage(view) };
}
