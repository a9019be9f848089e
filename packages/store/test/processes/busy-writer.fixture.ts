// Commits ten runs at a time, as fast as it can with a short breath between, until it is killed; says each commit.
import { setTimeout } from "node:timers/promises";

import { openSqliteStore } from "../../src/sqlite/sqlite-store.ts";
import { runChange } from "../contract/harness.ts";
import { runOf, T0 } from "../samples.ts";

const [, , path = ""] = process.argv;
const writer = openSqliteStore({ path, durability: "process" });
for (let commit = 1; ; commit++) {
  const runs = Array.from({ length: 10 }, (_, n) => runOf({ runId: `busy ${commit} ${n}` }, { startMs: T0 + commit }));
  writer.transaction(() => {
    writer.writeChanges(runs.map((run) => runChange(run)));
  });
  process.stdout.write(`commit ${commit}\n`);
  await setTimeout(2);
}
