// Appends to the audit beside another writer, as many entries as asked for, one transaction each.
import { openAccessStore } from "../../src/sqlite/access-store.ts";

const [, , path = "", actor = "", entries = "0"] = process.argv;
const store = openAccessStore({ path });
for (let n = 0; n < Number(entries); n++) {
  const entry = { role: "admin", action: "keys.create", target: "", outcome: "done", detail: "", address: "" } as const;
  store.appendAudit([{ ...entry, atMs: Date.now(), actor, requestId: String(n), count: 1 }]);
}
store.close();
process.stdout.write("done\n");
