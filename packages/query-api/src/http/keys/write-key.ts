import type { StoredKey } from "@jobscope/store";

import type { NewKeyResource } from "../../model/key-resource.ts";
import type { MintedKey } from "../../model/new-key.ts";
import { shapeKey } from "../../shape/shape-key.ts";
import { askAdmin } from "../ask/ask-admin.ts";
import { auditOf } from "../audit/audit-entry.ts";
import type { Author } from "../audit/audit-entry.ts";
import type { QueryApiDeps } from "../deps.ts";
import type { RouteReply } from "../routing/route.ts";

interface KeyWrite {
  readonly action: "keys.create" | "keys.rotate";
  readonly minted: MintedKey;
  readonly replaced?: StoredKey;
  readonly detail: string;
  readonly nowMs: number;
  readonly warning?: string | undefined;
}

/** Stores a key that was made just now, and answers it: the only time that it is seen. */
export async function writeNewKey(deps: QueryApiDeps, author: Author, write: KeyWrite): Promise<RouteReply> {
  const { action, minted, replaced, detail, nowMs, warning = null } = write;
  const target = replaced?.id ?? minted.stored.id;
  const audit = auditOf(author, { atMs: nowMs, action, target, detail });
  await askAdmin(deps, { kind: "write_key", key: minted.stored, ...(replaced && { replaced }), audit });
  const body: NewKeyResource = {
    ...shapeKey(minted.stored, nowMs),
    key: minted.key,
    replaces: replaced === undefined ? null : shapeKey(replaced, nowMs),
    warning,
  };
  return { status: 201, body, headers: { "Cache-Control": "no-store" } };
}
