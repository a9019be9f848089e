import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqliteReader, openSqliteStore } from "@jobscope/store";

import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { generateHistory } from "../../../store/test/generated-history.ts";
import type { GeneratedHistory } from "../../../store/test/generated-history.ts";
import { KEY, serveApi } from "../../test/api-server.ts";
import { promised } from "../../test/promised.ts";
import { API_PREFIX, resourcePath } from "../model/api-path.ts";

const RUNS = Number(process.env["JOBSCOPE_BENCH_RUNS"] ?? 200_000);
const NOW = Date.UTC(2026, 10, 25);
const DAY = 86_400_000;
const REQUESTS = 200;
const WARM_UP = 20;
const TARGET = "< 50";

/** Whole requests over a kept connection: client, Express, key, query, JSON; the read thread's hop is not in it. */
export const bench: Bench = {
  name: "query API",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "query-api-bench-"));
    try {
      return await measure(join(folder, "bench.db"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measure(path: string): Promise<readonly Figure[]> {
  const writer = openSqliteStore({ path, durability: "process" });
  const history = generateHistory(writer, { runs: RUNS, nowMs: NOW });
  const queries = openSqliteReader({ path });
  const figures: Figure[] = [{ name: "runs stored", value: RUNS, unit: "runs" }];
  {
    await using api = await serveApi({ reader: promised(queries), nowMs: () => NOW });
    // One after the other: latency of one request, not of a queue.
    for (const [name, pathOf] of Object.entries(requests(history))) {
      figures.push(...(await timed(name, (number) => `${api.url}${pathOf(number)}`)));
    }
  }
  queries.close();
  writer.close();
  return figures;
}

/** One request a screen makes; `number` varies what is asked for. */
function requests(history: GeneratedHistory): Readonly<Record<string, (number: number) => string>> {
  const service = (number: number): string => history.services[number % history.services.length]?.service ?? "";
  const job = (number: number): string => history.jobNames[number % history.jobNames.length] ?? "";
  const until = (number: number): string => new Date(NOW - ((number * 7919) % 80) * DAY).toISOString();
  return {
    status: () => `${API_PREFIX}/status`,
    health: () => `${API_PREFIX}/health`,
    "jobs, 10 runs each": () => `${API_PREFIX}/jobs`,
    "jobs by service": (n) => `${API_PREFIX}/jobs?service=${service(n)}`,
    "jobs/{id}": (n) => resourcePath("jobs", `production~shop~${service(n)}~${job(n)}`),
    runs: (n) => `${API_PREFIX}/runs?to=${until(n)}`,
    "runs, page of 1,000": (n) => `${API_PREFIX}/runs?limit=1000&to=${until(n)}`,
    "runs by job and result": (n) =>
      `${API_PREFIX}/runs?service=${service(n)}&job=${job(n)}&result=failure&to=${until(n)}`,
    "runs by error type": (n) => `${API_PREFIX}/runs?error_type=Error${n % 7}&to=${until(n)}`,
    "runs/{id}": (n) => resourcePath("runs", history.runKeys[n % history.runKeys.length] ?? ""),
    slots: (n) => `${API_PREFIX}/slots?to=${until(n)}`,
    "slots by job and state": (n) => `${API_PREFIX}/slots?job=${job(n)}&state=skipped&to=${until(n)}`,
  };
}

async function timed(name: string, urlOf: (number: number) => string): Promise<readonly Figure[]> {
  const times: number[] = [];
  for (let number = 0; number < WARM_UP + REQUESTS; number++) {
    const start = performance.now();
    const response = await fetch(urlOf(number), { headers: { authorization: `Bearer ${KEY}` } });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${name}: ${urlOf(number)} answered ${response.status}`);
    if (number >= WARM_UP) times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return [
    { name: `${name}, p50`, value: quantile(sorted, 0.5), unit: "ms" },
    { name: `${name}, p99`, value: quantile(sorted, 0.99), unit: "ms", target: TARGET },
  ];
}

function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 100) / 100;
}
