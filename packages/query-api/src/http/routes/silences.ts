import type { Matcher } from "@jobscope/alerting";

import type { SuppressionResource } from "../../model/alert-resource.ts";
import { noParams } from "../../params/no-params.ts";
import { emptyBody, silenceBody, silenceFault, silenceInput } from "../../params/silence-body.ts";
import type { SilenceBody } from "../../params/silence-body.ts";
import { shapeAlert, shapeSilence } from "../../shape/shape-alert.ts";
import { bodyProblem } from "../api-problem.ts";
import { askAlerting } from "../ask-alerting.ts";
import { askStore } from "../ask-store.ts";
import type { QueryApiDeps } from "../deps.ts";
import { findById } from "../find-by-id.ts";
import { defineRoute, defineWrite } from "../route.ts";
import type { Route } from "../route.ts";

export const silencesRoutes: readonly Route[] = [
  defineWrite({
    method: "POST",
    path: "/alerts/suppress",
    body: silenceBody,
    async reply(deps, { body, principal }) {
      const matchers = await matchersOf(deps, body);
      if (body.preview === true) {
        const { hides } = await askAlerting(deps, { kind: "preview_silence", matchers }, "hides");
        const preview: SuppressionResource = { silence: null, hides: hides.map(shapeAlert) };
        return { body: preview };
      }
      const fault = silenceFault(body.ends_time, deps.nowMs());
      if (fault !== undefined) throw bodyProblem([{ parameter: "ends_time", ...fault }]);
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
    access: "admin",
    schema: noParams,
    async reply(deps) {
      const nowMs = deps.nowMs();
      const silences = await askStore(() => deps.reader.silences(nowMs));
      return { body: { items: silences.map((silence) => shapeSilence(silence, nowMs)), next_cursor: null } };
    },
  }),
  defineWrite({
    method: "DELETE",
    path: "/silences/:id",
    body: emptyBody,
    async reply(deps, { id, principal }) {
      const { silence } = await askAlerting(deps, { kind: "expire_silence", id, by: principal.id }, "silence");
      return { body: shapeSilence(silence, deps.nowMs()) };
    },
  }),
];

async function matchersOf({ reader }: QueryApiDeps, body: SilenceBody): Promise<readonly Matcher[]> {
  if (body.matchers !== undefined) return body.matchers;
  const find = (id: string): ReturnType<typeof reader.alert> => reader.alert(id);
  const { alert } = await findById({ id: body.alert_id ?? "", what: "alert", list: "alerts", find });
  return Object.entries(alert.labels).map(([name, value]) => ({ name, op: "=", value }));
}
