import { parseParams } from "../params/parse-params.ts";
import type { ParamsSchema } from "../params/schema.ts";
import { parameterProblem } from "./api-problem.ts";
import type { QueryApiDeps } from "./deps.ts";

/** One request, as far as a route may look at it. */
export interface RouteRequest<Params> {
  readonly params: Params;
  /** `{id}` of the path, unescaped once; `""` where the path has none. */
  readonly id: string;
}

export interface RouteReply {
  /** Default 200. */
  readonly status?: number;
  readonly body: unknown;
}

/** One endpoint. Those that come later (alerts, metrics, errors, export, audit, …) are files beside the others in `routes/`. */
export interface Route {
  /** Below the prefix, `/jobs/:id`. */
  readonly path: string;
  /** `public`: answered without a key; says up or down and nothing else. */
  readonly access: "admin" | "public";
  /** Rejects with an `ApiProblem` where the request cannot be answered; never throws. */
  reply(deps: QueryApiDeps, raw: { readonly query: URLSearchParams; readonly id: string }): Promise<RouteReply>;
}

interface RouteDefinition<Params> extends Omit<Route, "reply"> {
  readonly schema: ParamsSchema<Params>;
  reply(deps: QueryApiDeps, request: RouteRequest<Params>): Promise<RouteReply>;
}

/** A route that sees its parameters typed: the query string is checked before it is called. */
export function defineRoute<Params>(definition: RouteDefinition<Params>): Route {
  return {
    path: definition.path,
    access: definition.access,
    async reply(deps, { query, id }) {
      const parsed = parseParams(definition.schema, query);
      if (parsed.kind === "invalid") throw parameterProblem(parsed.faults);
      return definition.reply(deps, { params: parsed.value, id });
    },
  };
}
