// Commits groups of ten runs and ten logs for ever, and reports the number of each group once it is committed.
import { openSqliteStore } from "../../src/sqlite/sqlite-store.ts";
import { logsRequest, runChange } from "../contract/harness.ts";
import { endedOf, logOf, runOf, T0 } from "../samples.ts";

const [, , path = "", durability = "process"] = process.argv;
const writer = openSqliteStore({ path, durability: durability === "power" ? "power" : "process" });
const filler = "x".repeat(300);

for (let group = 0; ; group += 1) {
  const numbers = Array.from({ length: 10 }, (_, n) => group * 10 + n);
  const logs = numbers.map((n) => logOf({ timeMs: T0 + n, body: filler, attributes: { "job.run.id": `r${n}` } }));
  writer.transaction(() => {
    writer.writeRecords(logsRequest(logs), T0);
    writer.writeChanges(
      numbers.map((n) => runChange(endedOf(runOf({ runId: `r${n}` }, { startMs: T0 + n }), "success", 5))),
    );
  });
  // Synchronous, so that what is told is committed, and what is committed is told but for one group.
  process.stdout.write(`committed ${group}\n`);
}
