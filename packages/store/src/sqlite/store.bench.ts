import { rmSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { generateHistory, type GeneratedHistory } from "../../test/generated-history.ts";
import { logOf, resourceOf, BILLING, T0, uuidV7 } from "../../test/samples.ts";
import { temporaryDirectory } from "../../test/sqlite-harness.ts";
import type { StoreQueries } from "../port/read.ts";
import { openSqliteReader } from "./sqlite-reader.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const RUNS = Number(process.env["JOBSCOPE_BENCH_RUNS"] ?? 200_000);
const NOW = Date.UTC(2026, 10, 25);
const QUERY_TARGET = "< 50";

const perSecond = (count: number, sinceMs: number): number =>
  Math.round(count / ((performance.now() - sinceMs) / 1_000));

/** Records alone, as they come from a service: a thousand a transaction. */
function logIngest(directory: string): Figure {
  const writer = openSqliteStore({ path: join(directory, "logs.db"), durability: "process" });
  const resource = resourceOf(BILLING);
  const count = 100_000;
  const groups = Array.from({ length: count / 1_000 }, (_, group) =>
    Array.from({ length: 1_000 }, (_unused, n) => {
      const number = group * 1_000 + n;
      const id = uuidV7(T0 + number, number);
      const attributes = { "job.name": "invoice", "job.run.id": id, "job.run.result": "success", "log.record.uid": id };
      return logOf({ resource, timeMs: T0 + number, eventName: "job.run.end", attributes });
    }),
  );
  const start = performance.now();
  for (const records of groups) {
    writer.transaction(() => writer.writeRecords({ signal: "logs", records, rejected: 0, rejectedReason: "" }, T0));
  }
  const value = perSecond(count, start);
  writer.close();
  return { name: "log records stored", value, unit: "records/s", target: "> 30000" };
}

/** Runs with slot, three log records and a span each. */
function runIngest(directory: string): readonly Figure[] {
  const path = join(directory, "runs.db");
  const writer = openSqliteStore({ path, durability: "process" });
  const runs = 20_000;
  const start = performance.now();
  generateHistory(writer, { runs, nowMs: NOW, recordsEvery: 1 });
  const value = perSecond(runs, start);
  writer.close();
  return [
    { name: "runs stored, each with slot, 3 logs and a span", value, unit: "runs/s" },
    { name: "file per run, with all that", value: Math.round(statSync(path).size / runs), unit: "bytes" },
  ];
}

const DAY = 86_400_000;

const page = (n: number) => ({ limit: 50, toMs: NOW - ((n * 7919) % 80) * DAY });

/** Every question that the API asks, with every filter; `n` varies what is asked for. */
function questions(reader: StoreQueries, history: GeneratedHistory): Readonly<Record<string, (n: number) => unknown>> {
  const service = (n: number): string => history.services[n % history.services.length]?.service ?? "";
  const job = (n: number): string => history.jobNames[n % history.jobNames.length] ?? "";
  return {
    status: () => reader.status(NOW),
    health: () => reader.health(),
    "jobs, 10 runs each": () => reader.jobs({ limit: 50, runsPerJob: 10 }),
    job: (n) => reader.job(`production~shop~${service(n)}~${job(n)}`, 10),
    runs: (n) => reader.runs(page(n)),
    "runs, page of 1,000": (n) => reader.runs({ ...page(n), limit: 1_000 }),
    "runs by service": (n) => reader.runs({ ...page(n), service: service(n) }),
    "runs by environment": (n) => reader.runs({ ...page(n), environment: "production" }),
    "runs by job": (n) => reader.runs({ ...page(n), service: service(n), job: job(n) }),
    "runs by state": (n) => reader.runs({ ...page(n), states: ["failure", "timeout"] }),
    "runs by error type": (n) => reader.runs({ ...page(n), errorType: `Error${n % 7}` }),
    "runs by job, state, error type and time": (n) =>
      reader.runs({ ...page(n), job: job(n), states: ["failure"], errorType: `Error${n % 7}`, fromMs: NOW - 90 * DAY }),
    "runs that match nothing": (n) => reader.runs({ ...page(n), states: ["running"], toMs: NOW - DAY }),
    run: (n) => reader.run(history.runKeys[n % history.runKeys.length] ?? ""),
    slots: (n) => reader.slots(page(n)),
    "slots by job and state": (n) => reader.slots({ ...page(n), job: job(n), states: ["skipped"] }),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const round = (value: number): number => Math.round(value * 100) / 100;

function timed(name: string, ask: (n: number) => unknown): readonly Figure[] {
  const times: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const start = performance.now();
    ask(n);
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return [
    { name: `${name}, p50`, value: round(quantile(sorted, 0.5)), unit: "ms" },
    { name: `${name}, p99`, value: round(quantile(sorted, 0.99)), unit: "ms", target: QUERY_TARGET },
  ];
}

function queries(directory: string): readonly Figure[] {
  const path = join(directory, "history.db");
  const writer = openSqliteStore({ path, durability: "process" });
  const history = generateHistory(writer, { runs: RUNS, nowMs: NOW });
  const reader = openSqliteReader({ path });
  const size = Math.round(reader.health().bytes / RUNS);
  const figures = Object.entries(questions(reader, history)).flatMap(([name, ask]) => timed(name, ask));
  reader.close();
  writer.close();
  return [
    { name: `file per run of ${RUNS}, slot included, every 20th with records`, value: size, unit: "bytes" },
    ...figures,
  ];
}

export const bench: Bench = {
  name: "store",
  run: () => {
    const directory = temporaryDirectory();
    try {
      return Promise.resolve([logIngest(directory), ...runIngest(directory), ...queries(directory)]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
