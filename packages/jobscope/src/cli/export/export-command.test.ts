import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { EXPORT_FORMATS, EXPORT_TYPES } from "@jobscope/query-api";
import { openAccessStore, openSqliteStore } from "@jobscope/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { slowTestsRun } from "../../../../../test/support/slow.ts";
import { exportParams } from "../../../../query-api/src/params/export-params.ts";
import { generateHistory } from "../../../../store/test/generated-history.ts";
import { endedOf, runOf } from "../../../../store/test/samples.ts";
import { cliHere } from "../../../test/cli-here.ts";
import type { Outcome } from "../../../test/cli-here.ts";
import { CliProcess, runToEnd } from "../../../test/cli-process.ts";
import { storeFileOf } from "../../journey/store-file.ts";
import { cliAudit } from "../access/cli-audit.ts";
import { FILTERS, FORMATS, TYPES } from "./export-command.ts";

/** Copying and exporting them takes some twenty seconds. */
const slow = slowTestsRun();
const RUNS = slow ? 200_000 : 20_000;
/** The others are copies of these: writing all would take a minute. */
const WRITTEN = 2_000;
const NOW = Date.UTC(2026, 10, 25, 12);

let data: string;
let out: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "jobscope-export-"));
  out = join(data, "out");
  const path = storeFileOf(data);
  const writer = openSqliteStore({ path, durability: "process" });
  generateHistory(writer, { runs: WRITTEN - 1, nowMs: NOW, recordsEvery: 0 });
  const run = endedOf(runOf({ runId: "evil", job: "=1+1" }, { startMs: NOW - 1 }), "failure", 5);
  writer.transaction(() => writer.writeChanges([{ kind: "run", run, before: undefined }]));
  writer.close();
  multiply(path, RUNS);
  const access = openAccessStore({ path });
  access.appendAudit([cliAudit({ atMs: NOW, action: "keys.create", target: "k", detail: "" })]);
  access.close();
}, 60_000);
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** Copies every run, each time a millisecond earlier and under another id. */
function multiply(path: string, total: number): void {
  const database = new DatabaseSync(path);
  const columns = database.prepare("SELECT name FROM pragma_table_info('runs')").all();
  const others: Readonly<Record<string, string>> = {
    id: "NULL",
    run_ref: "'copy ' || n || ' ' || id",
    start_ms: "start_ms - n",
    trace_id: "NULL",
    data: "json_set(json_remove(data, '$.traceId'), '$.runId', 'copy ' || n || ' ' || id, '$.startMs', start_ms - n)",
  };
  const values = columns.map(({ name }) => others[String(name)] ?? String(name));
  database.exec(`INSERT INTO runs WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${total / WRITTEN - 1})
    SELECT ${values.join(", ")} FROM runs, numbers`);
  database.close();
}

const cli = (...args: readonly string[]): Promise<Outcome> => cliHere("export", ...args, "--data", data);
const jsonl = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

it("offers the types, formats and filters that the API has", () => {
  expect([TYPES, FORMATS]).toEqual([EXPORT_TYPES, EXPORT_FORMATS]);
  const parameters = Object.keys(exportParams.shape).toSorted();
  expect([...Object.keys(FILTERS), "type", "format", "from", "to"].toSorted()).toEqual(parameters);
});

describe("jobscope export", () => {
  it.runIf(slow)(
    "writes 200,000 runs in bounded memory, each once",
    async () => {
      const file = `${out}.ndjson`;
      const cliProcess = new CliProcess(["export", "--type", "runs", "--out", file, "--data", data], {
        cwd: data,
        // A heap that all of them would not fit in.
        env: { NODE_OPTIONS: "--max-old-space-size=128" },
      });
      await using running = cliProcess;
      const { code, stdout, stderr } = await running.exit();
      expect([code, stdout, stderr]).toEqual([0, "", `${file}: ${RUNS} runs.\n`]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const ids = new Set<string>();
      let lines = 0;
      for (const line of readFileSync(file, "utf8").split("\n")) {
        if (line === "") continue;
        lines += 1;
        ids.add(/"run_id":"([^"]+)"/.exec(line)?.[1] ?? "none");
      }
      expect([lines, ids.size]).toEqual([RUNS, RUNS]);
      expect(statSync(file).size).toBeGreaterThan(128e6);
    },
    60_000,
  );

  it("filters, in the formats and columns of the API, safe for spreadsheets", async () => {
    const csv = await cliHere("export", "--type", "runs", "--format", "csv", "--job", "=1+1", "--data", data);
    expect(csv.stderr).toBe("");
    expect(csv.stdout).toMatch(/^id,url,run_id,.*\r\n.*,"'=1\+1",/);
    expect(csv.stdout.trimEnd().split("\r\n")).toHaveLength(1 + RUNS / WRITTEN);
    const json = await runToEnd(["export", "--type", "audit", "--outcome", "done", "--data", data], { cwd: data });
    expect(JSON.parse(json.stdout).items).toMatchObject([{ action: "keys.create", target: "k" }]);
    const file = `${out}-day.ndjson`;
    const from = new Date(NOW - 3_600_000).toISOString();
    await cli("--type", "runs", "--from", from, "--to", "2026-11-25T12:00:00Z", "--state", "failure", "--out", file);
    const runs = jsonl(readFileSync(file, "utf8"));
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) {
      expect(run).toMatchObject({ state: "failure" });
      expect(String(run["start_time"]) >= from).toBe(true);
    }
  }, 30_000);

  it("refuses to replace a file, and replaces it when forced", async () => {
    const file = `${out}.csv`;
    writeFileSync(file, "mine");
    expect(await cli("--type", "audit", "--out", file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--force"),
    });
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect((await cli("--type", "audit", "--out", file, "--force")).code).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(/^sequence,time,actor/);
  });

  it("ends on a signal with no file, and the exit code of the signal", async () => {
    const file = `${out}-stopped.csv`;
    await using running = new CliProcess(["export", "--type", "runs", "--out", file, "--data", data], { cwd: data });
    const begun = (): boolean =>
      readdirSync(data).some((name) => name.startsWith(".out-stopped") && name.endsWith(".partial"));
    const deadline = Date.now() + 15_000;
    while (!begun() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    running.signal("SIGINT");
    const { code, stderr } = await running.exit();
    expect([code, stderr]).toEqual([130, "SIGINT: stopped.\n"]);
    expect(existsSync(file) || begun()).toBe(false);
  }, 30_000);

  it("ends quietly where nobody reads any more", async () => {
    await using running = new CliProcess(["export", "--type", "runs", "--format", "csv", "--data", data], {
      cwd: data,
    });
    await running.waitFor(/^id,/);
    running.closePipes();
    expect((await running.exit()).code).toBe(0);
  }, 30_000);

  it.each([
    [["--type", "run"], "runs, slots, alerts, errors, audit"],
    [["--type", "audit", "--job", "x"], "flag --job"],
    [["--type", "slots", "--state", "sucess"], "flag --state"],
    [["--type", "runs", "--from", "2026-11-25", "--to", "2026-11-24"], "flag --to"],
    [["--type", "runs", "--from", "later"], "how long ago"],
  ])("%j is refused with exit code 2", async (args, text) => {
    expect(await cli(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(text) });
  });
});
