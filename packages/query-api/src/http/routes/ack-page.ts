import type { AlertCommandResult } from "@jobscope/alerting";

import type { AckView } from "../../model/ack-view.ts";
import { alertingOf, sendCommand } from "../ask/ask-alerting.ts";
import { auditOf, deniedEntry } from "../audit/audit-entry.ts";
import type { QueryApiDeps } from "../deps.ts";
import type { RawRequest, Route, RouteReply } from "../routing/route.ts";

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
    limit: "ack",
    accepts: "nothing",
    async reply(deps, raw) {
      const token = raw.query.get("token") ?? "";
      const found = await inspect(deps, raw, token);
      return pageOf(deps, found.kind === "incidents" ? { ...found, kind: "ask", token } : found);
    },
  },
  {
    method: "POST",
    path: "/alerts/ack",
    access: "public",
    limit: "ack",
    accepts: "form",
    async reply(deps, raw) {
      const token = raw.form.get("token") ?? "";
      const found = await inspect(deps, raw, token);
      if (found.kind === "refused") return pageOf(deps, found);
      const done = await acknowledge(deps, { token, found, raw });
      return pageOf(deps, done.kind === "incidents" ? { ...done, kind: "done" } : done);
    },
  },
];

type Found = AlertCommandResult & { readonly kind: "incidents" };
type Refused = AlertCommandResult & { readonly kind: "refused" };

/** What a link is for. Only what the monitor knows of a link that is good stands in the audit as who did something. */
async function inspect(deps: QueryApiDeps, raw: RawRequest, token: string): Promise<Found | Refused> {
  alertingOf(deps);
  if (token === "" || token.length > MAX_TOKEN) return CUT_OFF;
  const result = answered(await sendCommand(deps, { command: { kind: "inspect_token", token } }));
  if (result.kind === "refused" && result.already !== true) denyLink(deps, raw, result.detail);
  return result;
}

async function acknowledge(
  deps: QueryApiDeps,
  { token, found, raw }: { readonly token: string; readonly found: Found; readonly raw: RawRequest },
): Promise<Found | Refused> {
  const incident = found.incidents[0]?.id ?? "";
  const audit = auditOf(
    { principal: { id: `link:${incident}`, role: "" }, requestId: raw.requestId, address: raw.address },
    { atMs: deps.nowMs(), action: "alerts.ack", target: incident, detail: "through the link of a notification" },
  );
  const by = "a recipient of the notification";
  return answered(await sendCommand(deps, { command: { kind: "acknowledge_by_token", token, by }, audit }));
}

function denyLink(deps: QueryApiDeps, { requestId, address }: RawRequest, detail: string): void {
  const where = { action: "access", target: "/alerts/ack", address, requestId };
  deps.auditor?.deny(deniedEntry({ atMs: deps.nowMs(), ...where, detail }));
}

function answered(result: AlertCommandResult): Found | Refused {
  if (result.kind === "incidents" || result.kind === "refused") return result;
  throw new Error(`The alerting answered a link with ${result.kind}.`);
}

function pageOf(deps: QueryApiDeps, view: AckView): RouteReply {
  const html = alertingOf(deps).ackPage(view);
  return view.kind === "refused" ? { status: 410, html } : { html };
}

const CUT_OFF: Refused = {
  kind: "refused",
  detail: "The link holds no whole token: it may have been cut off on its way. Copy all of it from the message.",
};
