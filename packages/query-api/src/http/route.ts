import type { Principal } from "../model/principal.ts";
import { noParams } from "../params/no-params.ts";
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
  /** Where the route accepts JSON: what was sent, undefined where nothing was. */
  readonly body: unknown;
  /** Where the route accepts a form: its fields. */
  readonly form: URLSearchParams;
  /** Undefined on public routes. */
  readonly principal: Principal | undefined;
}

/** One endpoint. Those that come later (metrics, errors, export, audit, …) are files beside the others in `routes/`. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the prefix, `/jobs/:id`. */
  readonly path: string;
  /** `public`: answered without a key. Else the role that is needed, which is one so far. */
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
      return definition.reply(deps, { params: paramsOf(definition.schema, query), id });
    },
  };
}

interface WriteRequest<Body> {
  readonly id: string;
  readonly body: Body;
  /** Who is written down as having done it. */
  readonly principal: Principal;
}

interface WriteDefinition<Body> {
  readonly method: "POST" | "DELETE";
  readonly path: string;
  readonly body: ParamsSchema<Body>;
  reply(deps: QueryApiDeps, request: WriteRequest<Body>): Promise<RouteReply>;
}

/** A route that changes something, for admins, and sees its body typed. */
export function defineWrite<Body>(definition: WriteDefinition<Body>): Route {
  const { method, path } = definition;
  return {
    method,
    path,
    access: "admin",
    accepts: "json",
    async reply(deps, { query, id, body, principal }) {
      // Mounted where nobody is asked who they are: a mistake of ours, by which nothing may be changed.
      if (principal === undefined) throw new Error(`${method} ${path} is for nobody in particular.`);
      paramsOf(noParams, query);
      const parsed = parseBody(definition.body, body === undefined ? {} : body);
      if (parsed.kind === "invalid") throw bodyProblem(parsed.faults);
      return definition.reply(deps, { id, body: parsed.value, principal });
    },
  };
}

function paramsOf<Params>(schema: ParamsSchema<Params>, query: URLSearchParams): Params {
  const parsed = parseParams(schema, query);
  if (parsed.kind === "invalid") throw parameterProblem(parsed.faults);
  return parsed.value;
}
