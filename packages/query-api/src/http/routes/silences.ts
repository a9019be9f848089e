import type { Matcher, Silence, SilenceInput } from "@jobscope/alerting";

import { isoTime } from "../../model/iso-time.ts";
import { listOf } from "../../model/resource-schema.ts";
import { silenceSchema, suppressionSchema } from "../../model/silence-resource.ts";
import type { SuppressionResource } from "../../model/silence-resource.ts";
import { noBody } from "../../params/no-body.ts";
import { pageOnly } from "../../params/page-params.ts";
import { silenceBody, silenceFault, silenceInput } from "../../params/silence-body.ts";
import type { SilenceBody } from "../../params/silence-body.ts";
import { defined } from "../../plan/defined.ts";
import { pageList } from "../../shape/page-list.ts";
import type { Position } from "../../shape/page-list.ts";
import { shapeAlert, shapeSilence } from "../../shape/shape-alert.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askAlerting } from "../ask/ask-alerting.ts";
import { askStore } from "../ask/ask-store.ts";
import { auditOf } from "../audit/audit-entry.ts";
import type { QueryApiDeps } from "../deps.ts";
import { bodyProblem } from "../reply/api-problem.ts";
import { defineRoute, defineWrite } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const silencesRoutes: readonly Route[] = [
  defineWrite({
    method: "POST",
    access: "alerts:write",
    limit: "requests",
    path: "/alerts/suppress",
    body: silenceBody,
    docs: {
      summary: "Silence alerts for a while, or show what that would hide",
      answers: [{ schema: suppressionSchema }, { status: 201, schema: suppressionSchema }],
      problems: ["conflict"],
    },
    async reply(deps, { body, ...author }) {
      const atMs = deps.nowMs();
      const fault = silenceFault(body, atMs);
      if (fault !== undefined) throw bodyProblem([fault]);
      const matchers = await matchersOf(deps, body);
      if (body.preview === true) {
        const { hides } = await askAlerting(deps, { command: { kind: "preview_silence", matchers } }, "hides");
        const preview: SuppressionResource = { silence: null, hides: hides.map(shapeAlert) };
        return { body: preview };
      }
      const silence = silenceInput(body, matchers, author.principal.id);
      const target = body.alert_id ?? "";
      const audit = auditOf(author, { atMs, action: "alerts.suppress", target, detail: wordsOf(silence) });
      const made = await askAlerting(deps, { command: { kind: "suppress", silence }, audit }, "silence");
      const resource: SuppressionResource = {
        // Of now: the silence may have begun after the request came.
        silence: shapeSilence(made.silence, deps.nowMs()),
        hides: made.hides.map(shapeAlert),
      };
      return { status: 201, body: resource };
    },
  }),
  defineRoute({
    path: "/silences",
    access: "read",
    limit: "requests",
    schema: pageOnly,
    docs: {
      summary: "Silences that hide something, will, or did lately",
      answers: { schema: listOf(silenceSchema, "SilenceList") },
    },
    async reply(deps, { params }) {
      const nowMs = deps.nowMs();
      const page = await askStore(async () =>
        pageList(await deps.reader.silences(nowMs), positionOf, {
          ...defined(params),
          limit: params.limit,
          purpose: "silences",
        }),
      );
      return { body: shapeList(page, (silence) => shapeSilence(silence, nowMs)) };
    },
  }),
  defineWrite({
    method: "DELETE",
    access: "alerts:write",
    limit: "requests",
    path: "/silences/:id",
    body: noBody,
    docs: { summary: "End a silence now", answers: { schema: silenceSchema }, problems: ["conflict"] },
    async reply(deps, { id, ...author }) {
      const atMs = deps.nowMs();
      const command = { kind: "expire_silence", id, by: author.principal.id } as const;
      const audit = auditOf(author, { atMs, action: "silences.expire", target: id });
      const { silence } = await askAlerting(deps, { command, audit }, "silence");
      return { body: shapeSilence(silence, deps.nowMs()) };
    },
  }),
];

/** By end, latest first, as the store gives them. */
const positionOf = ({ endsAtMs, id }: Silence): Position => [endsAtMs, id];

function wordsOf({ matchers, endsAtMs }: SilenceInput): string {
  const conditions = matchers.map(({ name, op, value }) => `${name}${op}${JSON.stringify(value)}`);
  return `until ${isoTime(endsAtMs)}: ${conditions.join(", ")}`;
}

async function matchersOf({ reader }: QueryApiDeps, body: SilenceBody): Promise<readonly Matcher[]> {
  const { alert_id: alertId, matchers = [] } = body;
  if (alertId === undefined) return matchers;
  const found = await askStore(() => reader.alert(alertId));
  if (found === undefined) {
    const detail = "There is no alert with this id.";
    throw bodyProblem([{ parameter: "alert_id", detail, fix: "Take `id` from GET alerts." }]);
  }
  return Object.entries(found.alert.labels).map(([name, value]) => ({ name, op: "=", value }));
}
