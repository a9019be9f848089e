import { rightsText, shapeKey } from "@jobscope/query-api";

import { cliAudit } from "../access/cli-audit.ts";
import { withAccess } from "../access/with-access.ts";
import { findActiveKey } from "./find-key.ts";
import type { KeysFlags } from "./keys-command.ts";

/** @throws {Error} where there is no such key, or it has ended already. */
export function revokeKey(wanted: string, options: KeysFlags): void {
  const nowMs = Date.now();
  const key = withAccess(options, (store) =>
    store.transaction(() => {
      const revoked = { ...findActiveKey(store, wanted, nowMs), revokedMs: nowMs };
      const audit = cliAudit({ atMs: nowMs, action: "keys.revoke", target: revoked.id, detail: rightsText(revoked) });
      store.writeKey(revoked);
      store.appendAudit([audit]);
      return revoked;
    }),
  );
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(shapeKey(key, nowMs), null, 2)}\n`
      : `Key ${key.id} (${key.name}) is revoked. A running monitor refuses it within seconds.\n`,
  );
}
