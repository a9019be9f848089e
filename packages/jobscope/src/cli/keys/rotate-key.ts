import { mintKey } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";

import { cliAudit } from "../access/cli-audit.ts";
import { withAccess } from "../access/with-access.ts";
import { durationFlag } from "../options/flag-problem.ts";
import { findActiveKey } from "./find-key.ts";
import type { RotateFlags } from "./keys-command.ts";
import { printNewKey } from "./print-new-key.ts";

/** @throws {Error} where there is no such key, {@link ConfigError} for wrong flags. */
export function rotateKey(wanted: string, options: RotateFlags): void {
  const nowMs = Date.now();
  const overlapMs = durationFlag("--overlap", options.overlap, 7);
  const audit = cliAudit({ atMs: nowMs, action: "keys.rotate", target: "", detail: "" });
  const { key, stored, oldEndsMs } = withAccess(options, (store) =>
    store.transaction(() => {
      const old = findActiveKey(store, wanted, nowMs);
      if (old.replacedBy !== undefined)
        throw new Error(`Key ${old.id} has been replaced by ${old.replacedBy}; name that one.`);
      // The new one is good for as long as the old one was made for.
      const life = old.expiresMs === undefined ? undefined : old.expiresMs - old.createdMs;
      const minted = mintKey({
        ...rightsIn(old),
        createdMs: nowMs,
        createdBy: audit.actor,
        ...(life !== undefined && { expiresMs: nowMs + life }),
      });
      const endsMs = Math.min(old.expiresMs ?? Infinity, nowMs + overlapMs);
      store.writeKey(minted.stored);
      store.writeKey({ ...old, expiresMs: endsMs, replacedBy: minted.stored.id });
      const detail = `replaced by ${minted.stored.id}; good until ${new Date(endsMs).toISOString()}`;
      store.appendAudit([{ ...audit, target: old.id, detail }]);
      return { ...minted, oldEndsMs: endsMs };
    }),
  );
  const more = ` The old key ends at ${new Date(oldEndsMs).toISOString()}.`;
  printNewKey({ key, stored, json: options.json === true, nowMs, more });
}

function rightsIn({
  kind,
  name,
  role,
  scopes,
  services,
}: StoredKey): Pick<StoredKey, "kind" | "name" | "role" | "scopes" | "services"> {
  return { kind, name, role, ...(scopes !== undefined && { scopes }), ...(services !== undefined && { services }) };
}
