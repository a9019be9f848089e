import type { Request } from "express";

import type { Scope } from "../../model/principal.ts";
import type { Authenticate } from "../deps.ts";
import { assertAllowed } from "./authorize.ts";
import { askWho, callerOf, unauthorized } from "./require-principal.ts";

/** An application may ask a database who it is. */
const ASK_EVERY_MS = 1000;

/** Rejects once whoever sent the request is not the same any more, or may not do this any more. */
export function stillAllowed(
  request: Request,
  { authenticate, scope }: { readonly authenticate: Authenticate; readonly scope: Scope },
): () => Promise<void> {
  let asked = performance.now();
  return async () => {
    if (performance.now() - asked < ASK_EVERY_MS) return;
    asked = performance.now();
    const answer = await askWho(authenticate, request);
    const isSame = answer !== undefined && "id" in answer && answer.id === callerOf(request).id;
    if (!isSame) throw unauthorized(answer !== undefined && "denied" in answer ? answer : undefined, true);
    assertAllowed(answer, scope);
  };
}
