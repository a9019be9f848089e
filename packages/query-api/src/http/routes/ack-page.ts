import type { AlertCommand, AlertCommandResult } from "@jobscope/alerting";

import type { AckView } from "../../model/ack-view.ts";
import { alertingOf, sendCommand } from "../ask-alerting.ts";
import type { QueryApiDeps } from "../deps.ts";
import type { Route, RouteReply } from "../route.ts";

/** More than any token has, characters. */
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
    reply: (deps, { query }) => replyTo(deps, query, { kind: "inspect_token" }),
  },
  {
    method: "POST",
    path: "/alerts/ack",
    access: "public",
    accepts: "form",
    reply: (deps, { form }) => replyTo(deps, form, { kind: "acknowledge_by_token", by: "link in a notification" }),
  },
];

type WithoutToken<Command> = Command extends { readonly token: string } ? Omit<Command, "token"> : never;

async function replyTo(
  deps: QueryApiDeps,
  fields: URLSearchParams,
  command: WithoutToken<AlertCommand>,
): Promise<RouteReply> {
  const alerting = alertingOf(deps);
  const token = fields.get("token") ?? "";
  const view =
    token === "" || token.length > MAX_TOKEN
      ? CUT_OFF
      : viewOf(await sendCommand(deps, { ...command, token }), command.kind === "inspect_token" ? token : undefined);
  return { status: view.kind === "refused" ? 410 : 200, html: alerting.ackPage(view) };
}

const CUT_OFF: AckView = {
  kind: "refused",
  detail: "The link holds no whole token: it may have been cut off on its way. Copy all of it from the message.",
};

/** `token`: of a link that was only looked at. */
function viewOf(result: AlertCommandResult, token: string | undefined): AckView {
  switch (result.kind) {
    case "incidents":
      return token === undefined ? { ...result, kind: "done" } : { ...result, kind: "ask", token };
    case "not_found":
    case "refused":
      return { kind: "refused", detail: result.detail };
    case "silence":
    case "hides":
    case "explanation":
      throw new Error(`The alerting answered a link with ${result.kind}.`);
  }
}
