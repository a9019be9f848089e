/** Keys that a store holds, revoked and expired ones included. */
export const MAX_KEYS = 10_000;
