import type { RequestHandler } from "express";

import { denialOf } from "../../model/principal.ts";
import type { Principal, Scope } from "../../model/principal.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { callerOf } from "./require-principal.ts";

/** Lets pass who may do this; everybody here is somebody we know. */
export function authorize<Params>(scope: Scope): RequestHandler<Params> {
  return (request, _response, next) => {
    assertAllowed(callerOf(request), scope);
    next();
  };
}

/** For a route of which a part takes more than the rest. */
export function assertAllowed(principal: Principal, scope: Scope): void {
  const denial = denialOf(principal, scope);
  if (denial === undefined) return;
  throw new ApiProblem({
    kind: "forbidden",
    detail: denial,
    fix: `Use a key whose role and scopes allow ${scope}; an admin makes keys with POST keys.`,
  });
}
