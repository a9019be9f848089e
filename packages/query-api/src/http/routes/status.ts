import { statusSchema } from "../../model/status-resource.ts";
import { noParams } from "../../params/no-params.ts";
import { shapeStatus } from "../../shape/shape-status.ts";
import { askStore } from "../ask/ask-store.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const statusRoutes: readonly Route[] = [
  defineRoute({
    path: "/status",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "The whole in one look", answers: { schema: statusSchema } },
    async reply(deps) {
      const nowMs = deps.nowMs();
      const [summary, system] = await Promise.all([askStore(() => deps.reader.status(nowMs)), deps.health()]);
      const body = shapeStatus(summary, system.status, nowMs);
      return { body, tagged: { ...body, time: null } };
    },
  }),
];
