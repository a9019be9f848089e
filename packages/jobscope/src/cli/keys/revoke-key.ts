import { rightsText, shapeKey } from "@jobscope/query-api";

import { cliAudit } from "../access/cli-audit.ts";
import { withAccess } from "../access/with-access.ts";
import { findKey } from "./find-key.ts";
import type { KeysFlags } from "./keys-command.ts";

/** Once is enough: a key that was revoked stays as it is. @throws {Error} where there is no such key. */
export function revokeKey(wanted: string, options: KeysFlags): void {
  const nowMs = Date.now();
  const { key, already } = withAccess(options, (store) =>
    store.transaction(() => {
      const found = findKey(store, wanted, nowMs);
      if (found.revokedMs !== undefined) return { key: found, already: " already" };
      const revoked = { ...found, revokedMs: nowMs };
      store.writeKey(revoked);
      store.appendAudit([
        cliAudit({ atMs: nowMs, action: "keys.revoke", target: found.id, detail: rightsText(found) }),
      ]);
      return { key: revoked, already: "" };
    }),
  );
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(shapeKey(key, nowMs), null, 2)}\n`
      : `Key ${key.id} (${key.name}) is revoked${already}. A running monitor refuses it within seconds.\n`,
  );
}
