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
    reply: (deps, { query }) =>
      answer(deps, query, {
        command: (token) => ({ kind: "inspect_token", token }),
        view: (found, token) => ({ ...found, kind: "ask", token }),
      }),
  },
  {
    method: "POST",
    path: "/alerts/ack",
    access: "public",
    accepts: "form",
    reply: (deps, { form }) =>
      answer(deps, form, {
        command: (token) => ({ kind: "acknowledge_by_token", token, by: "a recipient of the notification" }),
        view: (found) => ({ ...found, kind: "done" }),
      }),
  },
];

interface TokenUse {
  readonly command: (token: string) => AlertCommand;
  /** Of a token that is good. */
  readonly view: (found: AlertCommandResult & { readonly kind: "incidents" }, token: string) => AckView;
}

async function answer(deps: QueryApiDeps, fields: URLSearchParams, use: TokenUse): Promise<RouteReply> {
  const alerting = alertingOf(deps);
  const token = fields.get("token") ?? "";
  const isWhole = token !== "" && token.length <= MAX_TOKEN;
  const result = isWhole ? await sendCommand(deps, use.command(token)) : CUT_OFF;
  if (result.kind === "incidents") return { html: alerting.ackPage(use.view(result, token)) };
  if (result.kind !== "refused") throw new Error(`The alerting answered a link with ${result.kind}.`);
  return { status: 410, html: alerting.ackPage(result) };
}

const CUT_OFF: AlertCommandResult = {
  kind: "refused",
  detail: "The link holds no whole token: it may have been cut off on its way. Copy all of it from the message.",
};
