import { keyStateAt, shapeKey } from "@jobscope/query-api";

import { withAccess } from "../access/with-access.ts";
import { keyTable } from "./key-view.ts";
import type { ListFlags } from "./keys-command.ts";

export function listKeys(options: ListFlags): void {
  const nowMs = Date.now();
  const stored = withAccess(options, (store) => store.keys());
  const keys = stored.filter((key) => options.all === true || keyStateAt(key, nowMs) === "active");
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ items: keys.map((key) => shapeKey(key, nowMs)) }, null, 2)}\n`);
  } else if (keys.length > 0) {
    process.stdout.write(keyTable(keys, nowMs));
  } else {
    const ended = stored.length > 0 ? ` ${stored.length} that ended: --all shows them.` : "";
    process.stdout.write(`No keys.${ended} Make one with: jobscope keys create --name <text>\n`);
  }
}
