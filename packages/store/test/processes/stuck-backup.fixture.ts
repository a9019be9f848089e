// A backup that stops half-way and waits to be killed; with a third argument it runs to its end and says how that was.
import { StoreError } from "../../src/model/store-error.ts";
import { backupStore } from "../../src/sqlite/backup/backup-store.ts";

const [, , path = "", target = "", mode = "stop"] = process.argv;
// A write beyond the limit fails with an error instead of ending the process.
process.on("SIGXFSZ", () => undefined);
const stop = (): void => {
  process.stdout.write("half\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
try {
  await backupStore({ path, target, onProgress: mode === "stop" ? stop : undefined });
  process.stdout.write("done\n");
} catch (error) {
  process.stdout.write(`${error instanceof StoreError ? error.code : "?"} ${String(error)}\n`);
}
