import { traceSchema } from "../../model/trace-resource.ts";
import { noParams } from "../../params/no-params.ts";
import { shapeTrace } from "../../shape/shape-trace.ts";
import { askStore } from "../ask/ask-store.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

const TRACE_ID = /^[\da-f]{32}$/;

export const tracesRoutes: readonly Route[] = [
  defineRoute({
    path: "/traces/:id",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "One trace as a waterfall shows it, with its runs", answers: { schema: traceSchema } },
    async reply({ reader }, { id }) {
      const traceId = id.toLowerCase();
      const trace = TRACE_ID.test(traceId) ? await askStore(() => reader.trace(traceId)) : undefined;
      if (trace !== undefined) return { body: shapeTrace(traceId, trace) };
      throw new ApiProblem({
        kind: "not_found",
        detail: "There is no trace with this id.",
        fix: "Take `trace_id` from GET runs or GET logs; old spans are deleted after the retention time.",
      });
    },
  }),
];
