import type { Principal } from "../../model/principal.ts";
import { noParams } from "../../params/no-params.ts";
import { parseBody } from "../../params/parse-body.ts";
import { parseParams } from "../../params/parse-params.ts";
import type { ParamsSchema } from "../../params/schema.ts";
import type { QueryApiDeps } from "../deps.ts";
import { bodyProblem, parameterProblem } from "../reply/api-problem.ts";
import type { KeyRoute, RouteDocs, RouteReply } from "./route.ts";

interface ReadRequest<Params> {
  readonly params: Params;
  readonly id: string;
  readonly principal: Principal;
  readonly requestId: string;
  readonly address: string;
}

interface ReadDefinition<Params> extends Pick<KeyRoute, "path" | "access" | "limit"> {
  readonly docs: RouteDocs;
  readonly schema: ParamsSchema<Params>;
  reply(deps: QueryApiDeps, request: ReadRequest<Params>): Promise<RouteReply>;
}

/** A route that reads, and sees its parameters typed: the query string is checked before it is called. */
export function defineRoute<Params>(definition: ReadDefinition<Params>): KeyRoute {
  const { path, access, limit, schema, docs } = definition;
  return {
    method: "GET",
    path,
    access,
    limit,
    accepts: "nothing",
    params: schema,
    docs,
    async reply(deps, { query, ...request }) {
      return definition.reply(deps, { params: paramsOf(schema, query), ...request });
    },
  };
}

interface WriteRequest<Body> {
  readonly id: string;
  readonly body: Body;
  /** Who is written down as having done it. */
  readonly principal: Principal;
  readonly requestId: string;
  /** Anonymised. */
  readonly address: string;
}

interface WriteDefinition<Body> extends Pick<KeyRoute, "path" | "access" | "limit"> {
  readonly docs: RouteDocs;
  readonly method: "POST" | "DELETE";
  readonly body: ParamsSchema<Body>;
  reply(deps: QueryApiDeps, request: WriteRequest<Body>): Promise<RouteReply>;
}

/** A route that changes something, and sees its body typed. */
export function defineWrite<Body>(definition: WriteDefinition<Body>): KeyRoute {
  const { method, path, access, limit, docs } = definition;
  return {
    method,
    path,
    access,
    limit,
    accepts: "json",
    takes: definition.body,
    docs,
    async reply(deps, { query, id, body, principal, requestId, address }) {
      paramsOf(noParams, query);
      const parsed = parseBody(definition.body, body === undefined ? {} : body);
      if (parsed.kind === "invalid") throw bodyProblem(parsed.faults);
      return definition.reply(deps, { id, body: parsed.value, principal, requestId, address });
    },
  };
}

function paramsOf<Params>(schema: ParamsSchema<Params>, query: URLSearchParams): Params {
  const parsed = parseParams(schema, query);
  if (parsed.kind === "invalid") throw parameterProblem(parsed.faults);
  return parsed.value;
}
