import type { z } from "zod";

import type { Principal } from "../model/principal.ts";
import { parseBody } from "../params/parse-body.ts";
import { parseParams } from "../params/parse-params.ts";
import type { ParamsSchema } from "../params/schema.ts";
import { bodyProblem, parameterProblem } from "./api-problem.ts";
import type { QueryApiDeps } from "./deps.ts";

export interface RouteReply {
  /** Default 200. */
  readonly status?: number;
  readonly body?: unknown;
  /** A page instead of JSON. */
  readonly html?: string;
}

/** One request as it came. */
export interface RawRequest {
  readonly query: URLSearchParams;
  /** `{id}` of the path, unescaped once; `""` where the path has none. */
  readonly id: string;
  /** What `accepts` says: a JSON value, the text of a form, or undefined. */
  readonly body: unknown;
  /** On public routes nobody in particular. */
  readonly principal: Principal;
}

/** One endpoint. Those that come later (metrics, errors, export, audit, …) are files beside the others in `routes/`. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the prefix, `/jobs/:id`. */
  readonly path: string;
  /** `public`: answered without a key. */
  readonly access: "admin" | "public";
  readonly accepts: "nothing" | "json" | "form";
  /** Rejects with an `ApiProblem` where the request cannot be answered; never throws. */
  reply(deps: QueryApiDeps, raw: RawRequest): Promise<RouteReply>;
}

interface ReadDefinition<Params> extends Pick<Route, "path" | "access"> {
  readonly schema: ParamsSchema<Params>;
  reply(deps: QueryApiDeps, request: { readonly params: Params; readonly id: string }): Promise<RouteReply>;
}

/** A route that reads, and sees its parameters typed: the query string is checked before it is called. */
export function defineRoute<Params>(definition: ReadDefinition<Params>): Route {
  return {
    method: "GET",
    path: definition.path,
    access: definition.access,
    accepts: "nothing",
    async reply(deps, { query, id }) {
      const parsed = parseParams(definition.schema, query);
      if (parsed.kind === "invalid") throw parameterProblem(parsed.faults);
      return definition.reply(deps, { params: parsed.value, id });
    },
  };
}

interface WriteRequest<Body> {
  readonly id: string;
  readonly body: Body;
  readonly principal: Principal;
}

interface WriteDefinition<Body> {
  readonly method: "POST" | "DELETE";
  readonly path: string;
  readonly body: z.ZodType<Body>;
  reply(deps: QueryApiDeps, request: WriteRequest<Body>): Promise<RouteReply>;
}

/** A route that changes something, for admins, and sees its body typed. */
export function defineWrite<Body>(definition: WriteDefinition<Body>): Route {
  return {
    method: definition.method,
    path: definition.path,
    access: "admin",
    accepts: "json",
    async reply(deps, { id, body, principal }) {
      const parsed = parseBody(definition.body, body ?? {});
      if (parsed.kind === "invalid") throw bodyProblem(parsed.faults);
      return definition.reply(deps, { id, body: parsed.value, principal });
    },
  };
}
