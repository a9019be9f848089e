import type { z } from "zod";

import type { Principal, Scope } from "../../model/principal.ts";
import type { ProblemKind } from "../../model/problem.ts";
import { noParams } from "../../params/no-params.ts";
import { parseBody } from "../../params/parse-body.ts";
import { parseParams } from "../../params/parse-params.ts";
import type { ParamsSchema } from "../../params/schema.ts";
import type { QueryApiDeps } from "../deps.ts";
import { bodyProblem, parameterProblem } from "../reply/api-problem.ts";

export interface RouteReply {
  /** Default 200. */
  readonly status?: number;
  readonly body?: unknown;
  /** What its ETag is made of, where the body holds the time of the answer; default: the body. */
  readonly tagged?: unknown;
  /** A page instead of JSON. */
  readonly html?: string;
  /** Instead of or beside those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A file instead of JSON, made while it is sent. */
  readonly file?: FileReply;
}

export interface FileReply {
  /** Media type. */
  readonly type: string;
  readonly name: string;
  /** Parts of its text; a reader that goes away ends the iteration. */
  readonly parts: AsyncIterable<string>;
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
  /** Names this request in every log, here and in the services that take part in it. */
  readonly requestId: string;
  /** Whence it came, anonymised, for the audit. */
  readonly address: string;
}

/** What the documentation says of an endpoint; generated from the schemas that check what goes in and comes out. */
export interface RouteDocs {
  /** One line. */
  readonly summary: string;
  /** Status (default 200) and schema of each answer that is JSON; absent for pages and files. */
  readonly answers?: RouteAnswer | readonly RouteAnswer[];
  /** Media types of an answer that is no JSON: pages and files. */
  readonly types?: readonly string[];
  /** Problems beside those that any request may meet, and 404 where the path names something. */
  readonly problems?: readonly ProblemKind[];
}

export interface RouteAnswer {
  readonly status?: number;
  readonly schema: z.ZodType;
}

/** One endpoint. Those that come later are files beside the others in `routes/`. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the prefix, `/jobs/:id`. */
  readonly path: string;
  /** `public`: answered without a key. Else what the caller must be allowed to do. */
  readonly access: Scope | "public";
  readonly accepts: "nothing" | "json" | "form";
  /** Checks the query string; for the documentation. */
  readonly params?: ParamsSchema<unknown>;
  /** Checks the body; for the documentation. */
  readonly takes?: ParamsSchema<unknown>;
  /** Absent for pages that no program asks for. */
  readonly docs?: RouteDocs;
  /** Rejects with an `ApiProblem` where the request cannot be answered; never throws. */
  reply(deps: QueryApiDeps, raw: RawRequest): Promise<RouteReply>;
}

interface ReadRequest<Params> {
  readonly params: Params;
  readonly id: string;
  readonly principal: Principal | undefined;
  readonly requestId: string;
  readonly address: string;
}

interface ReadDefinition<Params> extends Pick<Route, "path" | "access"> {
  readonly docs: RouteDocs;
  readonly schema: ParamsSchema<Params>;
  reply(deps: QueryApiDeps, request: ReadRequest<Params>): Promise<RouteReply>;
}

/** A route that reads, and sees its parameters typed: the query string is checked before it is called. */
export function defineRoute<Params>(definition: ReadDefinition<Params>): Route {
  const { path, access, schema, docs } = definition;
  return {
    method: "GET",
    path,
    access,
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

interface WriteDefinition<Body> extends Pick<Route, "path"> {
  readonly docs: RouteDocs;
  readonly method: "POST" | "DELETE";
  readonly access: Scope;
  readonly body: ParamsSchema<Body>;
  reply(deps: QueryApiDeps, request: WriteRequest<Body>): Promise<RouteReply>;
}

/** A route that changes something, and sees its body typed. */
export function defineWrite<Body>(definition: WriteDefinition<Body>): Route {
  const { method, path, access, docs } = definition;
  return {
    method,
    path,
    access,
    accepts: "json",
    takes: definition.body,
    docs,
    async reply(deps, { query, id, body, principal, requestId, address }) {
      // Mounted where nobody is asked who they are: a mistake of ours, by which nothing may be changed.
      if (principal === undefined) throw new Error(`${method} ${path} is for nobody in particular.`);
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
