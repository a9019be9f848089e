import type { AuditEntry } from "@jobscope/store";
import type { Request } from "express";

import { API_PREFIX } from "../../model/api-path.ts";
import type { ProblemKind } from "../../model/problem.ts";
import { principalOf } from "../auth/require-principal.ts";
import type { ApiProblem } from "../reply/api-problem.ts";
import { anonymousAddress } from "../request/anonymous-address.ts";
import { requestIdOf } from "../request/request-id.ts";
import { requestPath } from "../request/request-path.ts";
import { deniedEntry } from "./audit-entry.ts";

/** What somebody was not let do, unlike what could not be done. */
const DENIALS: ReadonlySet<ProblemKind> = new Set([
  "unauthorized",
  "forbidden",
  "forbidden_host",
  "forbidden_origin",
  "too_large",
  "too_many_requests",
]);

/** The line of the audit of a refused request; undefined where nothing was denied. */
export function deniedRequest(
  request: Request,
  problem: ApiProblem,
  { atMs, paths }: { readonly atMs: number; readonly paths: readonly string[] },
): AuditEntry | undefined {
  const { kind, audit, detail } = problem.facts;
  if (!DENIALS.has(kind)) return undefined;
  const principal = principalOf(request);
  const path = belowPrefix(requestPath(request));
  // A stranger may make up as many paths as he likes: they would fill the audit.
  const target = principal === undefined ? patternOf(path, paths) : path;
  return deniedEntry({
    atMs,
    actor: principal?.id ?? audit?.actor,
    role: principal?.role,
    action: "access",
    target: `${request.method} ${target}`,
    detail: audit?.detail ?? detail,
    address: anonymousAddress(request.ip),
    requestId: requestIdOf(request),
  });
}

function belowPrefix(path: string): string {
  return path.startsWith(API_PREFIX) ? path.slice(API_PREFIX.length) : path;
}

/** `/jobs/{id}` for the path of any job. */
function patternOf(path: string, paths: readonly string[]): string {
  const given = path.replace(/\/$/, "").split("/");
  const isLike = (pattern: string): boolean => {
    const parts = pattern.split("/");
    return parts.length === given.length && parts.every((part, at) => part.startsWith(":") || part === given[at]);
  };
  return paths.find(isLike)?.replace(/:(\w+)/g, "{$1}") ?? "(another path)";
}
