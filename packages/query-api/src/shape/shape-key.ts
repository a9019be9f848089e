import type { StoredKey } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import type { KeyResource } from "../model/key-resource.ts";
import { keyStateAt } from "../model/key-state.ts";
import { isoTimeOrNull, textOrNull } from "./scalars.ts";

export function shapeKey(key: StoredKey, nowMs: number): KeyResource {
  return {
    id: key.id,
    kind: key.kind,
    name: key.name,
    prefix: key.prefix,
    state: keyStateAt(key, nowMs),
    role: textOrNull(key.role),
    scopes: key.scopes ?? null,
    services: key.services ?? null,
    created_time: isoTime(key.createdMs),
    created_by: key.createdBy,
    expires_time: isoTimeOrNull(key.expiresMs),
    revoked_time: isoTimeOrNull(key.revokedMs),
    last_used_time: isoTimeOrNull(key.lastUsedMs),
    replaced_by: key.replacedBy ?? null,
  };
}
