/** What only shows with a million runs: every page of a list while others arrive, and exports of all of them. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqliteStore } from "@jobscope/store";
import { storeFileOf } from "jobscope";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { generateHistory } from "../../packages/store/test/generated-history.ts";
import { ADMIN_KEY } from "../support/admin-key.ts";
import { configOf, spawnMonitor } from "../support/monitors.ts";
import type { MonitorProcess } from "../support/monitors.ts";
import { slowTestsRun } from "../support/slow.ts";
import { startLoad } from "./support/load.ts";
import type { Load } from "./support/load.ts";

const RUNS = 1_000_000;
const REQUESTS_PER_SECOND = 20;

describe.runIf(slowTestsRun())("a million runs, while others arrive", { timeout: 300_000 }, () => {
  let directory = "";
  let generatedFromMs = 0;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "jobscope-million-"));
    const writer = openSqliteStore({ path: storeFileOf(directory), durability: "process" });
    const nowMs = Date.now() - 3_600_000;
    generatedFromMs = nowMs;
    generateHistory(writer, { runs: RUNS, nowMs, recordsEvery: 0 });
    writer.close();
  }, 240_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test("every run is on exactly one page", async () => {
    await using run = await underLoad(directory);
    const seen = new Set<string>();
    let twice = 0;
    for await (const ids of pagesOf(run.monitor)) {
      for (const id of ids) {
        if (seen.has(id)) twice += 1;
        seen.add(id);
      }
    }
    expect(twice).toBe(0);
    expect([...seen].filter((id) => id.includes("~service-"))).toHaveLength(RUNS);
    await run.end();
  });

  test.each(["ndjson", "csv", "json"] as const)("an export as %s holds each, in bounded memory", async (format) => {
    await using run = await underLoad(directory);
    const memory: number[] = [];
    let wal = 0;
    const watch = setInterval(() => {
      memory.push(memoryOf(run.monitor));
      wal = Math.max(wal, statSync(`${storeFileOf(directory)}-wal`).size);
    }, 200);
    const to = new Date(generatedFromMs).toISOString();
    const found = await countOf(run.monitor, `export?type=runs&format=${format}&to=${to}`);
    clearInterval(watch);
    expect(found).toBe(RUNS);
    // Heaps and page caches reach the size that they work with once; the second half million takes no more.
    const half = Math.floor(memory.length / 2);
    const growth = Math.max(...memory.slice(half)) - Math.max(...memory.slice(0, half));
    console.info(`export as ${format}: ${memory.length / 5} s, at most ${Math.max(...memory) / 1e6} MB`);
    expect(growth).toBeLessThan(100e6);
    // The log goes on being copied back: no reader holds it for as long as the export takes.
    expect(wal).toBeLessThan(128e6);
    await run.end();
  });
});

interface UnderLoad extends AsyncDisposable {
  readonly monitor: MonitorProcess;
  /** Everything that was sent meanwhile was taken. */
  end(): Promise<void>;
}

async function underLoad(directory: string): Promise<UnderLoad> {
  const flags = {
    "retention.runs": "3650d",
    "retention.maxSize": "100GB",
    "api.requestLimit": "0",
    "api.costlyLimit": "0",
  };
  const monitor = await spawnMonitor(configOf(directory, flags));
  const load: Load = startLoad(monitor.otlp, {
    requestsPerSecond: REQUESTS_PER_SECOND,
    atMs: Date.now(),
    // The numbers of one test are not those of another: what is stored twice would not be new.
    first: Math.floor(performance.now()) * 1_000,
  });
  return {
    monitor,
    async end() {
      await load.stop();
      expect([...load.statuses.keys()]).toEqual([200]);
      expect(load.acknowledged.size).toBeGreaterThan(REQUESTS_PER_SECOND);
    },
    async [Symbol.asyncDispose]() {
      await load.stop();
      await monitor.end("SIGTERM");
    },
  };
}

async function* pagesOf({ api }: MonitorProcess): AsyncGenerator<readonly string[]> {
  let cursor: string | null = "";
  while (cursor !== null) {
    const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await request(api, `runs?limit=1000${after}`);
    const page = (await response.json()) as {
      readonly items: readonly { readonly id: string }[];
      readonly next_cursor: string | null;
    };
    yield page.items.map(({ id }) => id);
    cursor = page.next_cursor;
  }
}

/** Ids of generated runs in the file, each counted once. */
async function countOf({ api }: MonitorProcess, path: string): Promise<number> {
  const response = await request(api, path);
  const ids = new Set<string>();
  let rest = "";
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const text = rest + part;
    // An id may be cut at the end of a part; it is shorter than this.
    const whole = text.length - 200;
    for (const match of text.matchAll(/production~shop~service-\d+~[\da-f-]{36}/g)) {
      if (match.index < whole) ids.add(match[0].slice("production~shop~service-".length));
    }
    rest = text.slice(Math.max(0, whole));
  }
  for (const match of rest.matchAll(/production~shop~service-\d+~[\da-f-]{36}/g)) {
    ids.add(match[0].slice("production~shop~service-".length));
  }
  return ids.size;
}

async function request(api: string, path: string): Promise<Response> {
  const url = `${api}/api/scheduler-monitoring/${path}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
  return response;
}

function memoryOf({ child }: MonitorProcess): number {
  const [, kilobytes = ""] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1_000;
}
