import { isoTime, shapeKey } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";

import { rightsOf } from "./key-view.ts";

interface NewKey {
  readonly key: string;
  readonly stored: StoredKey;
  readonly json: boolean;
  readonly nowMs: number;
  /** A further sentence for people; `""` for none. */
  readonly more: string;
}

/** The key alone to standard output, so that it can be piped to where it is kept; all else to standard error. */
export function printNewKey({ key, stored, json, nowMs, more }: NewKey): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...shapeKey(stored, nowMs), key }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${key}\n`);
  const until = stored.expiresMs === undefined ? "until it is revoked" : `until ${isoTime(stored.expiresMs)}`;
  process.stderr.write(
    `Key ${stored.id} (${stored.name}): ${rightsOf(stored)}, ${until}. It is shown this once; only its hash is stored.${more}\n`,
  );
}
