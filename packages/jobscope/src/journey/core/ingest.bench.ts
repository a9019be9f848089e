import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/**
 * The whole monitor, in a process of its own: protobuf over HTTP in, answered after COMMIT. Senders run in this process,
 * so on two cores they take their share; figures per CPU second count the monitor's process alone.
 */
import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";

const PHASE_MS = 4_000;
const SENDERS = 8;
/** Rounds that are prepared per second; a phase ends early when the monitor takes more. */
const MAX_ROUNDS_PER_SECOND = 300;
const RUNS_PER_REQUEST = 100;
const RECORDS_PER_REQUEST = 50;
const STEADY_RECORDS_PER_SECOND = 5_000;
/** Clock ticks per second of `/proc/<pid>/stat`; the same on every Linux that runs Node.js. */
const TICKS_PER_SECOND = 100;

export const bench: Bench = {
  name: "monitor ingest, HTTP to commit",
  run: async () => {
    const data = mkdtempSync(join(tmpdir(), "jobscope-bench-"));
    const monitor = await serve(data);
    try {
      return await measure(monitor);
    } finally {
      monitor.child.kill("SIGTERM");
      await once(monitor.child, "exit");
      rmSync(data, { recursive: true, force: true });
    }
  },
};

interface Served {
  readonly child: ChildProcess;
  readonly otlp: string;
}

async function measure(monitor: Served): Promise<readonly Figure[]> {
  await saturate(monitor, 1_000, runRequests);
  const runs = await saturate(monitor, PHASE_MS, runRequests);
  const spans = await saturate(monitor, PHASE_MS, (number) => [spanRequest(number, false)]);
  const logs = await saturate(monitor, PHASE_MS, (number) => [lineRequest(number, RUNS_PER_REQUEST)]);
  const latencies = await steady(monitor, PHASE_MS);
  return [
    { name: "runs (start, end, span)", value: runs.perSecond * RUNS_PER_REQUEST, unit: "runs/s" },
    { name: "runs (start, end, span)", value: runs.perCpuSecond * RUNS_PER_REQUEST, unit: "runs/CPU s" },
    { name: "spans outside runs", value: spans.perCpuSecond * RUNS_PER_REQUEST, unit: "spans/CPU s" },
    { name: "log records", value: logs.perCpuSecond * RUNS_PER_REQUEST, unit: "records/CPU s" },
    { name: "answer at 5k records/s, p50", value: quantile(latencies, 0.5), unit: "ms" },
    { name: "answer at 5k records/s, p99", value: quantile(latencies, 0.99), unit: "ms", target: "<= 50" },
  ];
}

async function serve(data: string): Promise<Served> {
  const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
  const flags = ["--profile", "production", "--data", data, "--otlp-addr", "127.0.0.1:0", "--api-addr", "127.0.0.1:0"];
  const child = spawn(process.execPath, [main, "serve", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const otlp = /OTLP\/HTTP +(http:\S+)/.exec(line)?.[1];
    if (otlp !== undefined) {
      child.stdout.resume();
      return { child, otlp };
    }
  }
  throw new Error("the monitor did not start");
}

interface Export {
  readonly path: string;
  readonly body: Buffer;
}

interface Throughput {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

let nextNumber = 0;

/** As much as the monitor takes from a few senders that wait for their answers. Counts rounds of `make`. */
async function saturate(
  { child, otlp }: Served,
  forMs: number,
  make: (number: number) => readonly Export[],
): Promise<Throughput> {
  // Encoded before the clock starts: the senders' work is no figure of the monitor.
  const rounds: (readonly Export[])[] = [];
  for (let index = 0; index < (forMs / 1_000) * MAX_ROUNDS_PER_SECOND; index++) rounds.push(make(nextNumber++));
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const cpuBefore = cpuSeconds(child);
  const startedMs = performance.now();
  let done = 0;
  const sender = async (): Promise<void> => {
    for (let round = rounds.pop(); round !== undefined && performance.now() - startedMs < forMs; round = rounds.pop()) {
      // A sender keeps its own order.
      for (const each of round) await send(otlp, each, agent);
      done++;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpu = cpuSeconds(child) - cpuBefore;
  agent.destroy();
  return { perSecond: done / seconds, perCpuSecond: done / cpu };
}

/** Milliseconds from sending to the answer, at a steady rate that waits for nobody. */
async function steady({ otlp }: Served, forMs: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const everyMs = (1_000 * RECORDS_PER_REQUEST) / STEADY_RECORDS_PER_SECOND;
  const latencies: Promise<number>[] = [];
  const startedMs = performance.now();
  for (let dueMs = 0; dueMs < forMs; dueMs += everyMs) {
    const waitMs = startedMs + dueMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    latencies.push(timed(() => send(otlp, lineRequest(nextNumber++, RECORDS_PER_REQUEST), agent)));
  }
  const all = await Promise.all(latencies);
  agent.destroy();
  return all.toSorted((a, b) => a - b);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function send(otlp: string, { path, body }: Export, agent: Agent): Promise<void> {
  const headers = { "content-type": "application/x-protobuf", "content-length": body.byteLength };
  const outgoing = request(`${otlp}${path}`, { method: "POST", headers, agent });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`${path} was answered with ${response.statusCode}`);
}

/** User and system time of all threads of the process. */
function cpuSeconds(child: ChildProcess): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

// OTLP protobuf, as much of it as a service writes: field numbers of opentelemetry/proto/{logs,trace,common}/v1.

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
};
const chunk = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(content.byteLength), content]);
const text = (field: number, content: string): Buffer => chunk(field, Buffer.from(content));
const time = (field: number, ms: number): Buffer => {
  const fixed = Buffer.alloc(8);
  fixed.writeBigUInt64LE(BigInt(ms) * 1_000_000n);
  return Buffer.concat([varint(field * 8 + 1), fixed]);
};
const attribute = (field: number, key: string, value: string): Buffer =>
  chunk(field, Buffer.concat([text(1, key), chunk(2, text(1, value))]));
const hexId = (index: number, length: number): Buffer =>
  Buffer.from((index + 1).toString(16).padStart(length * 2, "0"), "hex");

const RESOURCE = Buffer.concat([
  attribute(1, "service.name", "bench"),
  attribute(1, "service.instance.id", "bench-1"),
  attribute(1, "deployment.environment.name", "production"),
]);
const SCOPE = Buffer.concat([text(1, "@jobscope/instrumentation"), text(2, "0.1.0")]);

const envelope = (records: readonly Buffer[]): Buffer =>
  chunk(
    1,
    Buffer.concat([
      chunk(1, RESOURCE),
      chunk(2, Buffer.concat([chunk(1, SCOPE), ...records.map((record) => chunk(2, record))])),
    ]),
  );

const runId = (index: number): string => `019aaf3e-5b6c-7d3a-9a61-${index.toString(16).padStart(12, "0")}`;

function logRecord(index: number, name: string, extra: readonly Buffer[] = []): Buffer {
  const atMs = Date.now();
  return Buffer.concat([
    time(1, atMs),
    time(11, atMs),
    Buffer.from([2 * 8, 9]),
    text(3, "INFO"),
    attribute(6, "job.name", `job-${index % 20}`),
    attribute(6, "job.system.name", "custom"),
    attribute(6, "job.run.id", runId(index)),
    attribute(6, "log.record.uid", `${runId(index)}-${name}`),
    ...extra,
    text(12, name),
  ]);
}

const indices = (number: number): readonly number[] =>
  Array.from({ length: RUNS_PER_REQUEST }, (_, offset) => number * RUNS_PER_REQUEST + offset);

/** What a service sends of 100 runs: their starts and ends, then their spans. */
function runRequests(number: number): readonly Export[] {
  const records = indices(number).flatMap((index) => [
    logRecord(index, "job.run.start"),
    logRecord(index, "job.run.end", [attribute(6, "job.run.result", "success")]),
  ]);
  return [{ path: "/v1/logs", body: envelope(records) }, spanRequest(number, true)];
}

function spanRequest(number: number, ofRuns: boolean): Export {
  const atMs = Date.now();
  const spans = indices(number).map((index) =>
    Buffer.concat([
      chunk(1, hexId(index, 16)),
      chunk(2, hexId(index, 8)),
      text(5, ofRuns ? `run job-${index % 20}` : "GET /customers"),
      Buffer.from([6 * 8, ofRuns ? 1 : 3]),
      time(7, atMs - 100),
      time(8, atMs),
      attribute(9, "job.name", `job-${index % 20}`),
      attribute(9, "job.system.name", "custom"),
      ...(ofRuns ? [attribute(9, "job.run.id", runId(index)), attribute(9, "job.run.result", "success")] : []),
    ]),
  );
  return { path: "/v1/traces", body: envelope(spans) };
}

function lineRequest(number: number, count: number): Export {
  const records = indices(number)
    .slice(0, count)
    .map((index) => logRecord(index, "", [chunk(5, text(1, `line ${index} of an application that says something`))]));
  return { path: "/v1/logs", body: envelope(records) };
}
