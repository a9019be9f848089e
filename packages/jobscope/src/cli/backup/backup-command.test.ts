import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqliteReader } from "@jobscope/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CliProcess, runToEnd } from "../../../test/cli-process.ts";
import { endOfRun } from "../../../test/otlp-json.ts";
import { storeFileOf } from "../../journey/store-file.ts";

const SERVE = ["serve", "--otlp-addr", "127.0.0.1:0", "--api-addr", "127.0.0.1:0", "--alerting-enabled", "off"];
const ADMIN_KEY = "the-admin-key-of-this-test";
const ENV = { JOBSCOPE_ADMIN_KEY: ADMIN_KEY };

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "jobscope-backup-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

interface Running extends AsyncDisposable {
  readonly cli: CliProcess;
  readonly otlp: string;
  readonly api: string;
}

async function startMonitor(): Promise<Running> {
  const cli = new CliProcess(SERVE, { cwd, env: ENV });
  const { input } = await cli.waitFor(/Ready/);
  const otlp = /OTLP\/HTTP +(http:\/\/\S+)/.exec(input)?.[1] ?? "";
  const api = /API +(http:\/\/\S+)/.exec(input)?.[1] ?? "";
  return { cli, otlp, api, [Symbol.asyncDispose]: () => cli[Symbol.asyncDispose]() };
}

async function stop({ cli }: Running): Promise<void> {
  cli.signal("SIGTERM");
  await cli.exit();
}

/** Sends runs, ten a request, until it is told to stop; counts what was acknowledged. */
class Sender {
  readonly acknowledged: string[] = [];
  readonly #url: string;
  #stopped = false;
  #done: Promise<void>;

  constructor(otlp: string) {
    this.#url = `${otlp}/v1/logs`;
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async waitFor(count: number): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (this.acknowledged.length < count && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(this.acknowledged.length).toBeGreaterThanOrEqual(count);
  }

  async #run(): Promise<void> {
    for (let group = 0; !this.#stopped; group++) {
      const ids = Array.from({ length: 10 }, (_, n) => `run-${group}-${n}`);
      const endMs = Date.now();
      const body = endOfRun(...ids.map((runId) => ({ job: "invoice", runId, endMs, result: "success" as const })));
      const answer = await fetch(this.#url, { method: "POST", headers: { "content-type": "application/json" }, body });
      if (answer.status === 200) this.acknowledged.push(...ids);
      await answer.arrayBuffer();
    }
  }
}

function runIds(path: string): Set<string> {
  const reader = openSqliteReader({ path });
  const ids = new Set<string>();
  try {
    let cursor: string | undefined;
    do {
      const page = reader.runs({ limit: 1_000, ...(cursor !== undefined && { cursor }) });
      for (const run of page.items) ids.add(run.runId);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return ids;
  } finally {
    reader.close();
  }
}

const database = (): string => storeFileOf(join(cwd, ".jobscope"));

describe("jobscope backup and restore", () => {
  it("copy a monitor at work, and bring it back with all that was acknowledged before, keys included", async () => {
    let before: readonly string[] = [];
    {
      await using monitor = await startMonitor();
      const made = await runToEnd(["keys", "create", "--name", "ci", "--role", "viewer"], { cwd });
      expect(made.code, made.stderr).toBe(0);
      const sender = new Sender(monitor.otlp);
      await sender.waitFor(300);
      before = [...sender.acknowledged];
      const backup = await runToEnd(["backup", "--to", "copy.db", "--json"], { cwd });
      expect(backup.stderr).toBe("");
      const told = JSON.parse(backup.stdout);
      await sender.waitFor(before.length + 100);
      await sender.stop();
      expect(statSync(join(cwd, "copy.db")).mode & 0o777).toBe(0o600);
      const copied = runIds(join(cwd, "copy.db"));
      expect(before.filter((id) => !copied.has(id))).toEqual([]);
      expect(told.rows.runs).toBe(copied.size);

      const refused = await runToEnd(["restore", "--from", "copy.db"], { cwd });
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(refused.stderr).toContain(`process ${monitor.cli.pid}`);
      await stop(monitor);
    }
    const all = runIds(database());
    const restored = await runToEnd(["restore", "--from", "copy.db"], { cwd });
    expect(restored.code, restored.stderr).toBe(0);
    const aside = readdirSync(join(cwd, ".jobscope")).find((name) => name.includes(".before-restore-")) ?? "";
    expect(runIds(join(cwd, ".jobscope", aside))).toEqual(all);
    const copied = runIds(database());
    expect(copied.size).toBeLessThan(all.size);

    await using again = await startMonitor();
    const authorization = { headers: { authorization: `Bearer ${ADMIN_KEY}` } };
    const answer = await fetch(`${again.api}/runs?limit=1000`, authorization);
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { readonly items: readonly { readonly run_id: string }[] };
    expect(items.length).toBe(Math.min(1_000, copied.size));
    const sender = new Sender(again.otlp);
    // Names of runs begin anew: those that are there already are no runs more.
    await sender.waitFor(copied.size + 10);
    await sender.stop();
    expect(runIds(database()).size).toBeGreaterThan(copied.size);
    expect((await runToEnd(["keys", "list"], { cwd })).stdout).toMatch(/ ci .*viewer.*active/);
    const { stdout: deeds } = await runToEnd(["audit", "list"], { cwd });
    expect(deeds).toMatch(/cli:\S+ +store\.restore .*from copy\.db/);
    const audit = await runToEnd(["audit", "verify"], { cwd });
    expect(audit.code, audit.stderr).toBe(0);
  }, 60_000);

  it("ends on Ctrl-C with nothing written, and says how that was", async () => {
    await startAndStop();
    const cli = new CliProcess(["backup", "--to", "copy.db"], { cwd });
    cli.signal("SIGINT");
    const { code, stdout } = await cli.exit();
    // Before it listens to signals it ends as any process does; once it is done there is nothing to end.
    expect([null, 0, 130]).toContain(code);
    expect(existsSync(join(cwd, "copy.db"))).toBe(code === 0 && stdout !== "");
    expect(readdirSync(cwd).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  it("gives a name with the time in a directory, and refuses what is there", async () => {
    await startAndStop();
    const first = await runToEnd(["backup", "--to", "."], { cwd });
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/jobscope-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db: [\d.]+ MB.*verified\.\n/);
    writeFileSync(join(cwd, "mine.txt"), "mine");
    const second = await runToEnd(["backup", "--to", "mine.txt"], { cwd });
    expect(second).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("replace it with --force") });
    expect(readFileSync(join(cwd, "mine.txt"), "utf8")).toBe("mine");
    const forced = await runToEnd(["backup", "--to", "mine.txt", "--force"], { cwd });
    expect(forced.stdout).toContain(`Restore it with: jobscope restore --from ${join(cwd, "mine.txt")}\n`);
    const elsewhere = join(cwd, "other");
    const restored = await runToEnd(["restore", "--from", "mine.txt", "--data", elsewhere], { cwd });
    expect(restored.stdout).toContain(`Start the monitor with: jobscope serve --data ${elsewhere}\n`);
    mkdirSync(join(cwd, "backups"));
    const there = await runToEnd(["backup", "--to", "backups/", "--data", elsewhere], { cwd });
    const [name = ""] = readdirSync(join(cwd, "backups"));
    const file = join(cwd, "backups", name);
    expect(there.stdout).toContain(`Restore it with: jobscope restore --from ${file} --data ${elsewhere}\n`);
  });

  it.each([
    [["backup"], 2, "--to <file>"],
    [["restore"], 2, "--from <file>"],
    [["backup", "--to", "x.db"], 1, "there is no such file"],
    [["backup", "--to", "backups/"], 1, "there is no directory"],
    [["backup", "--to", "nope/x.db"], 1, "there is no directory"],
    [["restore", "--from", "."], 1, "is a directory"],
    [["restore", "--from", "no.db"], 1, "no.db"],
    [["backup", "--to", "x.db", "--data", ""], 2, "flag --data"],
  ])("%j: exit code %i, one sentence", async (args, code, text) => {
    const exit = await runToEnd(args, { cwd });
    expect([exit.code, exit.stdout]).toEqual([code, ""]);
    expect(exit.stderr).toContain(text);
    expect(exit.stderr).not.toContain("    at ");
    expect(existsSync(join(cwd, ".jobscope"))).toBe(false);
  });
});

async function startAndStop(): Promise<void> {
  await using monitor = await startMonitor();
  await stop(monitor);
}
