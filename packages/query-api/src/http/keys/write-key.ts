import type { StoredKey } from "@jobscope/store";

import type { NewKeyResource } from "../../model/key-resource.ts";
import { shapeKey } from "../../shape/shape-key.ts";
import { askAdmin } from "../ask/ask-admin.ts";
import { auditOf } from "../audit/audit-entry.ts";
import type { Author } from "../audit/audit-entry.ts";
import type { QueryApiDeps } from "../deps.ts";
import type { RouteReply } from "../routing/route.ts";
import type { MintedKey } from "./mint-key.ts";

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

/** What a key may do, in one line. */
export function mightOf({ kind, role, scopes, services, expiresMs }: StoredKey): string {
  const what = kind === "ingest" ? "sends telemetry" : `role ${role}`;
  const narrowed = scopes === undefined ? "" : `, scopes ${scopes.join(" ")}`;
  const bound = services === undefined ? "" : `, for ${services.length} services`;
  const end = expiresMs === undefined ? "" : `, until ${new Date(expiresMs).toISOString()}`;
  return `${what}${narrowed}${bound}${end}`;
}
