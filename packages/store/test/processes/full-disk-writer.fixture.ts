// Writes until the limit on file sizes makes a COMMIT fail, lifts the limit, writes the same group again; says what happened.
import { execFileSync } from "node:child_process";

import { StoreError } from "../../src/model/store-error.ts";
import { openSqliteReader } from "../../src/sqlite/sqlite-reader.ts";
import { openSqliteStore } from "../../src/sqlite/sqlite-store.ts";
import { logsRequest, runChange } from "../contract/harness.ts";
import { logOf, runOf, T0 } from "../samples.ts";
import { PRLIMIT } from "./run-in-child.ts";

const [, , path = ""] = process.argv;
const writer = openSqliteStore({ path, durability: "process" });
const reader = openSqliteReader({ path });
const filler = "x".repeat(1_000);

function writeGroup(group: number): void {
  const numbers = Array.from({ length: 20 }, (_, n) => group * 20 + n);
  writer.transaction(() => {
    writer.writeRecords(logsRequest(numbers.map((n) => logOf({ timeMs: T0 + n, body: filler }))), T0);
    writer.writeChanges(numbers.map((n) => runChange(runOf({ runId: `r${n}` }))));
  });
}

const counts = (): object => ({
  ...reader.health().rows,
  running: reader.status(T0).running,
  sequence: reader.status(T0).sequence,
});

let group = 0;
let failure: unknown;
while (failure === undefined && group < 10_000) {
  try {
    writeGroup(group);
    group += 1;
  } catch (error) {
    failure = error;
  }
}
const atFailure = counts();
execFileSync(PRLIMIT, ["--pid", String(process.pid), "--fsize=unlimited"]);
writeGroup(group);
const code = failure instanceof StoreError ? failure.code : String(failure);
const integrity = writer.checkIntegrity();
process.stdout.write(`${JSON.stringify({ group, code, atFailure, after: counts(), integrity })}\n`);
