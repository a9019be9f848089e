import { isoTime } from "./iso-time.ts";
import { ROLES, SCOPES, denialOf } from "./principal.ts";
import type { Principal, Role } from "./principal.ts";

interface Rights {
  readonly role: Role;
  readonly scopes?: readonly string[] | undefined;
}

/** Why a caller may not hand out a key that may do this: nobody gives what he has not. Undefined where it may. */
export function rightsFault(maker: Principal, { role, scopes }: Rights): string | undefined {
  if (ROLES.indexOf(role) > ROLES.indexOf(maker.role)) {
    return `A key of the role ${maker.role} makes no key of the role ${role}.`;
  }
  const allowed = SCOPES.filter((scope) => denialOf({ id: "", role }, scope) === undefined);
  const wanted = scopes === undefined ? allowed : allowed.filter((scope) => scopes.includes(scope));
  const missing = wanted.filter((scope) => maker.scopes !== undefined && !maker.scopes.includes(scope));
  if (missing.length === 0) return undefined;
  return `Your own key does not allow ${missing.join(", ")}, so that a key it makes cannot either.`;
}

/** Why a caller may not hand out a key that ends then: it would go on opening when the caller's own has ended. */
export function outlivingFault({ expiresMs: ownMs }: Principal, expiresMs: number | undefined): string | undefined {
  if (ownMs === undefined || (expiresMs !== undefined && expiresMs <= ownMs)) return undefined;
  return `Your own key ends at ${isoTime(ownMs)}, and no key that it makes may outlive it.`;
}
