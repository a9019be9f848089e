import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { RetentionPolicy } from "@jobscope/store";
import { openSqliteStore } from "@jobscope/store";
import { ChildProgram } from "@jobscope/testkit";
import { storeFileOf } from "jobscope";

import type { GeneratedHistory } from "../../packages/store/test/generated-history.ts";
import { generateHistory } from "../../packages/store/test/generated-history.ts";
import type { Bench, Figure } from "../../scripts/bench/contract.ts";
import { askedOf, type Known, ROUTES_OF_SCREENS } from "./screens.ts";

const RUNS = Number(process.env["JOBSCOPE_BENCH_RUNS"] ?? 10_000_000);
const RECORDS_PER_SECOND = 2_000;
const REQUESTS = 200;
const WARM_UP = 10;
const ADMIN_KEY = "jsk_bench-0123456789-0123456789-0123456789";
const ROOT = join(import.meta.dirname, "../..");
/** Kept for the next time: writing it takes longer than everything else. */
const DATA = join(ROOT, ".cache/bench", `runs-${RUNS}`);

const DAY_MS = 86_400_000;
const KEPT: RetentionPolicy = {
  runsMs: 3_650 * DAY_MS,
  keepRunsPerJob: 20,
  runLogsMs: 3_650 * DAY_MS,
  otherLogsMs: DAY_MS,
  metricPointsMs: 7 * DAY_MS,
  maxBytes: 1e12,
};

/** The real monitor over years of runs, every screen asked one after the other while runs go on arriving. */
export const bench: Bench = {
  name: `query API at ${RUNS.toLocaleString("en-US")} runs, with ${RECORDS_PER_SECOND} records/s arriving`,
  async run() {
    const history = storedHistory();
    const startedMs = performance.now();
    await using monitor = serve();
    const [, otlp = "", api = ""] = await monitor.says(/OTLP\/HTTP +(http:\S+)[^]*?(http:\/\/[^/\s]+)/, 30 * 60_000);
    const startMs = performance.now() - startedMs;
    await using sender = new ChildProgram({
      script: join(import.meta.dirname, "steady-load.ts"),
      args: [otlp, String(RECORDS_PER_SECOND)],
    });
    await sender.says(/sending/);
    const known = await knownOf(api, history);
    const figures: Figure[] = [];
    for (const [name, pathOf] of Object.entries(ROUTES_OF_SCREENS)) {
      figures.push(...(await timed(name, (number) => `${api}${askedOf(pathOf, known, number)}`)));
    }
    const rss = memoryOf(monitor.pid);
    sender.closeInput();
    const [, acknowledged = "", refused = ""] = await sender.says(/acknowledged (\d+) refused (\d+)/, 30_000);
    await monitor.end("SIGTERM");
    return [
      { name: "start of the monitor", value: startMs / 1_000, unit: "s" },
      ...figures,
      { name: "memory of the monitor after all that", value: rss, unit: "MB" },
      { name: "requests of 50 records acknowledged meanwhile", value: Number(acknowledged), unit: "requests" },
      { name: "requests refused meanwhile", value: Number(refused), unit: "requests", target: "<= 0" },
    ];
  },
};

/** Nothing but runs and queries: no limits, no clean-up, no mail. */
const FLAGS: Readonly<Record<string, string>> = {
  "--profile": "production",
  "--data": DATA,
  "--otlp-addr": "127.0.0.1:0",
  "--api-addr": "127.0.0.1:0",
  "--api-request-limit": "0",
  "--api-costly-limit": "0",
  "--api-access-log": "off",
  "--retention-max-size": "1TB",
  "--retention-runs": "3650d",
  "--retention-run-logs": "3650d",
  "--alerting-channels": "console",
};

function serve(): ChildProgram {
  return new ChildProgram({
    script: join(ROOT, "packages/jobscope/src/cli/main.ts"),
    args: ["serve", ...Object.entries(FLAGS).flat()],
    env: { JOBSCOPE_ADMIN_KEY: ADMIN_KEY },
  });
}

/** What was generated is described beside it, once it is whole. */
function storedHistory(): GeneratedHistory {
  const description = join(DATA, "history.json");
  if (existsSync(description)) return JSON.parse(readFileSync(description, "utf8")) as GeneratedHistory;
  rmSync(DATA, { recursive: true, force: true });
  mkdirSync(DATA, { recursive: true, mode: 0o700 });
  console.log(`generating ${RUNS} runs in ${DATA}; they are kept for the next time`);
  const writer = openSqliteStore({ path: storeFileOf(DATA), durability: "process" });
  const history = generateHistory(writer, {
    runs: RUNS,
    nowMs: Date.now(),
    services: 20,
    jobsPerService: 50,
    runsPerTransaction: 20_000,
  });
  // Counts by the minute of weeks ago, which a monitor would have let go as time went by.
  for (let more = true; more;) more = writer.enforceRetention(KEPT, Date.now()).more;
  writer.close();
  writeFileSync(description, JSON.stringify(history));
  return history;
}

async function knownOf(api: string, history: GeneratedHistory): Promise<Known> {
  const { items }: { items: readonly { id: string }[] } = JSON.parse(
    await ask(`${api}/api/scheduler-monitoring/errors`),
  );
  return { history, errorIds: items.map(({ id }) => id), nowMs: Date.now() };
}

async function ask(url: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

async function timed(name: string, urlOf: (number: number) => string): Promise<readonly Figure[]> {
  const times: number[] = [];
  for (let number = 0; number < WARM_UP + REQUESTS; number++) {
    const startedMs = performance.now();
    await ask(urlOf(number));
    if (number >= WARM_UP) times.push(performance.now() - startedMs);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return [
    { name: `${name}, p50`, value: at(0.5), unit: "ms" },
    { name: `${name}, p99`, value: at(0.99), unit: "ms", target: "< 50" },
  ];
}

function memoryOf(pid: number): number {
  const [, kilobytes = ""] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1_000;
}
