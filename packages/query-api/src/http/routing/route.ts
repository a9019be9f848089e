import type { z } from "zod";

import type { Principal, Scope } from "../../model/principal.ts";
import type { ProblemKind } from "../../model/problem.ts";
import type { AddressLimit, KeyLimit } from "../../model/rate-limits.ts";
import type { ParamsSchema } from "../../params/schema.ts";
import type { QueryApiDeps } from "../deps.ts";
import type { KeptText } from "../reply/kept-text.ts";

export interface RouteReply {
  /** Default 200. */
  readonly status?: number;
  readonly body?: unknown;
  /** What its ETag is made of, where the body holds the time of the answer; default: the body. */
  readonly tagged?: unknown;
  /** A page instead of JSON. */
  readonly html?: string;
  /** A text that was made before, instead of JSON. */
  readonly kept?: KeptText;
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
  /** Names this request in every log, here and in the services that take part in it. */
  readonly requestId: string;
  /** Whence it came, anonymised, for the audit. */
  readonly address: string;
}

/** One request of somebody who is known, and who may do what the route demands. */
export interface KnownRequest extends RawRequest {
  readonly principal: Principal;
  /** Asks again who it is, at most once a second; rejects where the answer would not begin any more. For what takes long. */
  readonly stillAllowed: () => Promise<void>;
}

/** What the documentation says of an endpoint; generated from the schemas that check what goes in and comes out. */
export interface RouteDocs {
  /** One line. */
  readonly summary: string;
  /** Status (default 200) and schema of each answer that is JSON; absent for pages and files. */
  readonly answers?: RouteAnswer | readonly RouteAnswer[];
  /** Media types of an answer that is no JSON: pages and files. */
  readonly types?: readonly string[];
  /** Whether such an answer has an ETag, as one that is JSON has. */
  readonly tagged?: true;
  /** Problems beside those that any request may meet, and 404 where the path names something. */
  readonly problems?: readonly ProblemKind[];
}

export interface RouteAnswer {
  readonly status?: number;
  readonly schema: z.ZodType;
}

interface Endpoint {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the prefix, `/jobs/:id`. */
  readonly path: string;
  readonly accepts: "nothing" | "json" | "form";
  /** Checks the query string; for the documentation. */
  readonly params?: ParamsSchema<unknown>;
  /** Checks the body; for the documentation. */
  readonly takes?: ParamsSchema<unknown>;
  /** Absent for pages that no program asks for. */
  readonly docs?: RouteDocs;
}

/** Answered without a key. */
export interface PublicRoute extends Endpoint {
  readonly access: "public";
  /** What its requests count for, by the address that they come from. */
  readonly limit: AddressLimit;
  /** Rejects with an `ApiProblem` where the request cannot be answered; never throws. */
  reply(deps: QueryApiDeps, raw: RawRequest): Promise<RouteReply>;
}

/** Answered to who has a key. */
export interface KeyRoute extends Endpoint {
  /** What the caller must be allowed to do. */
  readonly access: Scope;
  /** What its requests count for, by key. `requests`: no more than any other; `costly`: for that too. */
  readonly limit: KeyLimit;
  /** Rejects with an `ApiProblem` where the request cannot be answered; never throws. */
  reply(deps: QueryApiDeps, raw: KnownRequest): Promise<RouteReply>;
}

/** One endpoint. Those that come later are files beside the others in `routes/`. */
export type Route = PublicRoute | KeyRoute;
