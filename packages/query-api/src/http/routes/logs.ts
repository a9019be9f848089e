import { logHitSchema } from "../../model/log-resource.ts";
import { listOf } from "../../model/resource-schema.ts";
import { logsParams } from "../../params/logs-params.ts";
import { planLogs } from "../../plan/plan-logs.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { shapeLogHit } from "../../shape/shape-log-hit.ts";
import { askStore } from "../ask/ask-store.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const logsRoutes: readonly Route[] = [
  defineRoute({
    path: "/logs",
    access: "read",
    limit: "requests",
    schema: logsParams,
    docs: { summary: "Search of log records, newest first", answers: { schema: listOf(logHitSchema, "LogList") } },
    async reply({ reader }, { params }) {
      const page = await askStore(() => reader.logs(planLogs(params)));
      return { body: shapeList(page, shapeLogHit) };
    },
  }),
];
