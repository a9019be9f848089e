import type { Principal } from "../../model/principal.ts";

/** Whom the audit names for what the monitor itself knows: its admin key, nobody, its commands, links of notifications. */
const RESERVED = /^(?:admin-key$|anonymous$|cli:|link:)/;

const own = new WeakSet<Principal>();

/** Notes that it is the monitor itself that knows this principal. */
export function asOwn(principal: Principal): Principal {
  own.add(principal);
  return principal;
}

/** Whether somebody else than the monitor gives this name: what he does would stand in the audit as done by it. */
export function isImpostor(principal: Principal): boolean {
  return RESERVED.test(principal.id) && !own.has(principal);
}
