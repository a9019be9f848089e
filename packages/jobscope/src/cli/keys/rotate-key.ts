import { isoTime, mintKey, rotation } from "@jobscope/query-api";

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
  const { minted, replaced } = withAccess(options, (store) =>
    store.transaction(() => {
      const old = findActiveKey(store, wanted, nowMs);
      if (old.replacedBy !== undefined)
        throw new Error(`Key ${old.id} has been replaced by ${old.replacedBy}; name that one.`);
      const rotated = rotation(old, { mint: mintKey, by: audit.actor, nowMs, overlapMs });
      store.writeKey(rotated.minted.stored);
      store.writeKey(rotated.replaced);
      store.appendAudit([{ ...audit, target: old.id, detail: rotated.detail }]);
      return rotated;
    }),
  );
  const more = ` The old key ends at ${isoTime(replaced.expiresMs)}.`;
  printNewKey({ ...minted, json: options.json === true, nowMs, more });
}
