import type { Matcher } from "@jobscope/alerting";

import { listOf } from "../../model/resource-schema.ts";
import { silenceSchema, suppressionSchema } from "../../model/silence-resource.ts";
import type { SuppressionResource } from "../../model/silence-resource.ts";
import { noBody } from "../../params/no-body.ts";
import { noParams } from "../../params/no-params.ts";
import { silenceBody, silenceFault, silenceInput } from "../../params/silence-body.ts";
import type { SilenceBody } from "../../params/silence-body.ts";
import { shapeAlert, shapeSilence } from "../../shape/shape-alert.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { bodyProblem } from "../api-problem.ts";
import { askAlerting } from "../ask-alerting.ts";
import { askStore } from "../ask-store.ts";
import type { QueryApiDeps } from "../deps.ts";
import { defineRoute, defineWrite } from "../route.ts";
import type { Route } from "../route.ts";

export const silencesRoutes: readonly Route[] = [
  defineWrite({
    method: "POST",
    access: "alerts:write",
    path: "/alerts/suppress",
    body: silenceBody,
    docs: {
      summary: "Silence alerts for a while, or show what that would hide",
      answers: [{ schema: suppressionSchema }, { status: 201, schema: suppressionSchema }],
      problems: ["conflict"],
    },
    async reply(deps, { body, principal }) {
      const fault = silenceFault(body, deps.nowMs());
      if (fault !== undefined) throw bodyProblem([fault]);
      const matchers = await matchersOf(deps, body);
      if (body.preview === true) {
        const { hides } = await askAlerting(deps, { kind: "preview_silence", matchers }, "hides");
        const preview: SuppressionResource = { silence: null, hides: hides.map(shapeAlert) };
        return { body: preview };
      }
      const silence = silenceInput(body, matchers, principal.id);
      const made = await askAlerting(deps, { kind: "suppress", silence }, "silence");
      const resource: SuppressionResource = {
        silence: shapeSilence(made.silence, deps.nowMs()),
        hides: made.hides.map(shapeAlert),
      };
      return { status: 201, body: resource };
    },
  }),
  defineRoute({
    path: "/silences",
    access: "read",
    schema: noParams,
    docs: {
      summary: "Silences that hide something, will, or did lately",
      answers: { schema: listOf(silenceSchema, "SilenceList") },
    },
    async reply(deps) {
      const nowMs = deps.nowMs();
      const items = await askStore(() => deps.reader.silences(nowMs));
      return { body: shapeList({ items }, (silence) => shapeSilence(silence, nowMs)) };
    },
  }),
  defineWrite({
    method: "DELETE",
    access: "alerts:write",
    path: "/silences/:id",
    body: noBody,
    docs: { summary: "End a silence now", answers: { schema: silenceSchema }, problems: ["conflict"] },
    async reply(deps, { id, principal }) {
      const { silence } = await askAlerting(deps, { kind: "expire_silence", id, by: principal.id }, "silence");
      return { body: shapeSilence(silence, deps.nowMs()) };
    },
  }),
];

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
