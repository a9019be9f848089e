import { errorDetailSchema, errorSchema } from "../../model/error-resource.ts";
import { listOf } from "../../model/resource-schema.ts";
import { errorsParams } from "../../params/errors-params.ts";
import { noParams } from "../../params/no-params.ts";
import { planErrors } from "../../plan/plan-errors.ts";
import { shapeError, shapeErrorDetail } from "../../shape/shape-error.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askStore } from "../ask/ask-store.ts";
import { findById } from "../ask/find-by-id.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const errorsRoutes: readonly Route[] = [
  defineRoute({
    path: "/errors",
    access: "read",
    limit: "requests",
    schema: errorsParams,
    docs: {
      summary: "Errors in groups of equals, last seen first",
      answers: { schema: listOf(errorSchema, "ErrorList") },
    },
    async reply(deps, { params }) {
      const page = await askStore(() => deps.reader.errors(planErrors(params), deps.nowMs()));
      return { body: shapeList(page, (group) => shapeError(group)) };
    },
  }),
  defineRoute({
    path: "/errors/:id",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "One group of errors with its trend, jobs and runs", answers: { schema: errorDetailSchema } },
    async reply(deps, { id }) {
      const { reader } = deps;
      const find = (key: string): ReturnType<typeof reader.error> => reader.error(key, deps.nowMs());
      return { body: shapeErrorDetail(await findById({ id, what: "error", list: "errors", find })) };
    },
  }),
];
