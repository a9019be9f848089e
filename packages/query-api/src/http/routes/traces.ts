import { traceSchema } from "../../model/trace-resource.ts";
import { noParams } from "../../params/no-params.ts";
import { traceIdOf } from "../../params/trace-id.ts";
import { shapeTrace } from "../../shape/shape-trace.ts";
import { askStore } from "../ask/ask-store.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const tracesRoutes: readonly Route[] = [
  defineRoute({
    path: "/traces/:id",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "One trace as a waterfall shows it, with its runs", answers: { schema: traceSchema } },
    async reply({ reader }, { id }) {
      const traceId = traceIdOf(id);
      const trace = traceId === undefined ? undefined : await askStore(() => reader.trace(traceId));
      if (traceId !== undefined && trace !== undefined) return { body: shapeTrace(traceId, trace) };
      throw new ApiProblem({
        kind: "not_found",
        detail: "There is no trace with this id.",
        fix: "Take `trace_id` from GET runs or GET logs; old spans are deleted after the retention time.",
      });
    },
  }),
];
