import { listOf } from "../../model/resource-schema.ts";
import { runDetailSchema, runSchema } from "../../model/run-resource.ts";
import { noParams } from "../../params/no-params.ts";
import { runsParams } from "../../params/runs-params.ts";
import { planRuns } from "../../plan/plan-runs.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { shapeRunDetail } from "../../shape/shape-run-detail.ts";
import { shapeRun } from "../../shape/shape-run.ts";
import { askStore } from "../ask/ask-store.ts";
import { findById } from "../ask/find-by-id.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const runsRoutes: readonly Route[] = [
  defineRoute({
    path: "/runs",
    access: "read",
    limit: "requests",
    schema: runsParams,
    docs: { summary: "Execution history, newest first", answers: { schema: listOf(runSchema, "RunList") } },
    async reply({ reader }, { params }) {
      const page = await askStore(() => reader.runs(planRuns(params)));
      return { body: shapeList(page, (run) => shapeRun(run)) };
    },
  }),
  defineRoute({
    path: "/runs/:id",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "One run with what was logged and traced", answers: { schema: runDetailSchema } },
    async reply({ reader }, { id }) {
      const find = (key: string): ReturnType<typeof reader.run> => reader.run(key);
      return { body: shapeRunDetail(await findById({ id, what: "run", list: "runs", find })) };
    },
  }),
];
