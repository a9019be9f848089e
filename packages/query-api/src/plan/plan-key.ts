import type { StoredKey } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import type { KeyWish, MintedKey } from "../model/new-key.ts";
import type { KeyBody } from "../params/key-body.ts";
import { defined } from "./defined.ts";

interface Making {
  /** Who makes it: id of a key or account. */
  readonly by: string;
  readonly nowMs: number;
}

/** The key that is wished for. */
export function newKey(
  { name, kind, role, scopes, services, expires_time: expiresMs }: KeyBody,
  { by, nowMs }: Making,
): KeyWish {
  const bounds = defined({ scopes: unique(scopes), services: unique(services), expiresMs });
  return { kind, name, role: role ?? "", ...bounds, createdMs: nowMs, createdBy: by };
}

interface Rotating extends Making {
  readonly mint: (wish: KeyWish) => MintedKey;
  /** How long the old key goes on being good, milliseconds; never longer than it would have been. */
  readonly overlapMs: number;
  /** End of the new key, epoch milliseconds. Default: as long a life as the old one had. */
  readonly expiresMs?: number | undefined;
}

/** What replaces a key, and what becomes of it. */
export interface Rotation {
  readonly minted: MintedKey;
  /** The old key as it is from now on. */
  readonly replaced: StoredKey & { readonly expiresMs: number };
  /** For the audit. */
  readonly detail: string;
}

/** A key with the rights of `old` that takes its place. */
export function rotation(old: StoredKey, { mint, by, nowMs, overlapMs, expiresMs }: Rotating): Rotation {
  const { kind, name, role, scopes, services } = old;
  const lifeMs = old.expiresMs === undefined ? undefined : old.expiresMs - old.createdMs;
  const endMs = expiresMs ?? (lifeMs === undefined ? undefined : nowMs + lifeMs);
  const bounds = defined({ scopes, services, expiresMs: endMs });
  const minted = mint({ kind, name, role, ...bounds, createdMs: nowMs, createdBy: by });
  const oldEndMs = Math.min(nowMs + overlapMs, old.expiresMs ?? Infinity);
  return {
    minted,
    replaced: { ...old, expiresMs: oldEndMs, replacedBy: minted.stored.id },
    detail: `replaced by ${minted.stored.id}; good until ${isoTime(oldEndMs)}`,
  };
}

function unique<T>(values: readonly T[] | undefined): readonly T[] | undefined {
  return values && [...new Set(values)];
}
