/** From least to most: each may do what those before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Scope = "read" | "export" | "alerts:write" | "jobs:write" | "audit:read" | "keys:write";

/** What a request may be allowed to do, and the least role that may. A key may be narrowed to some of them. */
export const SCOPE_ROLES: { readonly [S in Scope]: Role } = {
  /** Everything that is shown. */
  read: "viewer",
  /** Whole lists as a file. */
  export: "viewer",
  /** Acknowledge, snooze, silence. */
  "alerts:write": "operator",
  /** Take a job out of watch. */
  "jobs:write": "admin",
  /** Who did what. */
  "audit:read": "admin",
  /** Make, replace and revoke keys. */
  "keys:write": "admin",
};

export const SCOPES: readonly Scope[] = Object.keys(SCOPE_ROLES).filter(isScope);

export function isScope(name: string): name is Scope {
  return Object.hasOwn(SCOPE_ROLES, name);
}

export function isRole(name: string): name is Role {
  return ROLES.some((role) => role === name);
}

/** Who asks. */
export interface Principal {
  /** For the audit trail: which key or account, never the key itself. */
  readonly id: string;
  readonly role: Role;
  /** Narrows the role; absent: all that the role may do. */
  readonly scopes?: readonly Scope[];
  /** When what lets the caller in ends, epoch milliseconds; absent: never. A key that the caller makes ends no later. */
  readonly expiresMs?: number;
}

/** Why a caller may not do something; undefined where it may. */
export function denialOf({ role, scopes }: Principal, scope: Scope): string | undefined {
  const needed = SCOPE_ROLES[scope];
  if (ROLES.indexOf(role) < ROLES.indexOf(needed)) return `The role ${role} may not do this; it takes ${needed}.`;
  if (scopes !== undefined && !scopes.includes(scope)) return `The key is narrowed to ${scopes.join(", ")}.`;
  return undefined;
}
