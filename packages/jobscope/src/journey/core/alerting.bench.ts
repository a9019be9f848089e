import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createAlerting, parseAlertingConfig } from "@jobscope/alerting";
import type { DeliveryAttempt, DeliveryReport, Notification } from "@jobscope/alerting";
import { decodeRequest, type RawRequest } from "@jobscope/otlp";
import { openSqliteStore, type StoreWriter } from "@jobscope/store";
import { createTracker, readTrackerInputs } from "@jobscope/tracker";

import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { endOfRun } from "../../../test/otlp-json.ts";
import { CoreLoop } from "../core-worker/core-loop.ts";
import { Core } from "./core.ts";

const JOBS = 500;
const FAILURES = 200;
const FAILURE_EVERY_MS = 25;
/** Requests of good runs beside the failures, each of so many runs. */
const LOAD_EVERY_MS = 20;
const RUNS_PER_REQUEST = 25;
/** As in the monitor. */
const GROUP = { groupDelayMs: 20, groupBytes: 4_194_304 };
const KEPT = {
  runsMs: 1e12,
  keepRunsPerJob: 20,
  runLogsMs: 1e12,
  otherLogsMs: 1e12,
  metricPointsMs: 1e12,
  maxBytes: 1e12,
};
const CLOCK = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * From the arrival of a request that tells of a failed critical job to its notification, committed and handed to the
 * sender: through the core's turn-taking, with SQLite on disk and the default rules.
 */
export const bench: Bench = {
  name: "alerting, ingest to outbox",
  run: async () => [...(await measured("quiet", 0)), ...(await measured("1,250 runs/s beside", LOAD_EVERY_MS))],
};

async function measured(what: string, loadEveryMs: number): Promise<readonly Figure[]> {
  using world = new World();
  // Every job is known, and the code is warm.
  for (let job = 0; job < JOBS; job++) world.tell([job], "success", 0);
  for (let job = 0; job < 50; job++) world.tell([JOBS - 1 - job], "failure", 1);
  await sleep(1_500);
  world.latencies.length = 0;
  const startedMs = performance.now();
  let loads = 0;
  for (let failure = 0; failure < FAILURES; failure++) {
    const dueMs = startedMs + failure * FAILURE_EVERY_MS;
    while (performance.now() < dueMs) {
      if (loadEveryMs > 0 && performance.now() > startedMs + loads * loadEveryMs) world.load(loads++);
      await sleep(1);
    }
    world.tell([failure], "failure", 2);
  }
  await sleep(500);
  const sorted = world.latencies.toSorted((a, b) => a - b);
  if (sorted.length < FAILURES) throw new Error(`${sorted.length} of ${FAILURES} failures came to the outbox`);
  return [
    { name: `failure in the outbox, ${what}, p50`, value: quantile(sorted, 0.5), unit: "ms" },
    { name: `failure in the outbox, ${what}, p99`, value: quantile(sorted, 0.99), unit: "ms", target: "<= 50" },
  ];
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

class World implements Disposable {
  readonly latencies: number[] = [];
  readonly #directory = mkdtempSync(join(tmpdir(), "jobscope-bench-"));
  readonly #store: StoreWriter = openSqliteStore({ path: join(this.#directory, "bench.db"), durability: "process" });
  readonly #arrivals = new Map<string, number>();
  readonly #loop: CoreLoop;
  #requests = 0;

  constructor() {
    const core = coreOf(this.#store, {
      committed: (jobs) => this.#committed(jobs),
      // As a fast channel answers, with what that costs.
      attempts: (attempts) =>
        setImmediate(() => this.#loop.receive({ kind: "delivered", reports: attempts.map(deliveredOf) })),
    });
    core.load();
    this.#loop = new CoreLoop({
      core,
      store: this.#store,
      clock: CLOCK,
      post: () => {},
      ...GROUP,
      retention: KEPT,
    });
    this.#loop.start();
  }

  tell(jobs: readonly number[], result: "success" | "failure", round: number): void {
    for (const job of jobs) {
      const name = `job-${job}`;
      if (result === "failure") this.#arrivals.set(name, performance.now());
      this.#receive(endOfRun({ job: name, runId: `${name}-${round}`, endMs: Date.now(), result }));
    }
  }

  load(number: number): void {
    const runs = Array.from({ length: RUNS_PER_REQUEST }, (_, index) => number * RUNS_PER_REQUEST + index);
    this.#receive(
      endOfRun(
        ...runs.map((index) => ({
          job: `load-${index % 100}`,
          runId: `load-${index}`,
          endMs: Date.now(),
          result: "success" as const,
        })),
      ),
    );
  }

  [Symbol.dispose](): void {
    this.#loop.receive({ kind: "stop" });
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #committed(jobs: readonly string[]): void {
    for (const job of jobs) {
      const arrivedMs = this.#arrivals.get(job);
      this.#arrivals.delete(job);
      if (arrivedMs !== undefined) this.latencies.push(performance.now() - arrivedMs);
    }
  }

  #receive(body: string): void {
    const request: RawRequest = {
      signal: "logs",
      encoding: "json",
      compression: "identity",
      body: new TextEncoder().encode(body),
      receivedMs: Date.now(),
    };
    this.#loop.receive({ kind: "ingest", id: ++this.#requests, request });
  }
}

interface Told {
  /** Jobs of which a notification tells that was committed. */
  readonly committed: (jobs: readonly string[]) => void;
  readonly attempts: (attempts: readonly DeliveryAttempt[]) => void;
}

function coreOf(store: StoreWriter, told: Told): Core {
  let written: string[] = [];
  return new Core({
    store: {
      assertInPlace: () => store.assertInPlace(),
      writeKey: () => {},
      writeKeyUses: () => {},
      appendAudit: () => {},
      transaction: (work) => {
        written = [];
        const result = store.transaction(work);
        told.committed(written);
        return result;
      },
      writeAlerting: (changes) => {
        for (const change of changes) if (change.kind === "notification") written.push(...jobsOf(change.notification));
        store.writeAlerting(changes);
      },
      writeRecords: (request, receivedMs) => store.writeRecords(request, receivedMs),
      writeChanges: (changes) => store.writeChanges(changes),
      writeSetting: (name, value) => store.writeSetting(name, value),
      loadSnapshot: () => store.loadSnapshot(),
      findRun: (key) => store.findRun(key),
      findSlots: (jobId, fromMs, toMs) => store.findSlots(jobId, fromMs, toMs),
    },
    createTracker,
    createAlerting: (known) =>
      createAlerting({
        config: parseAlertingConfig({}),
        clock: CLOCK,
        sign: (text) => createHash("sha256").update(text).digest("base64url"),
        randomId: () => randomBytes(16).toString("base64url"),
        snapshot: { ...store.loadAlerting(Date.now()), ...known },
        archive: store,
      }),
    decode: (raw) => ({ kind: "decoded", request: decodeRequest(raw) }),
    intake: (request) => request,
    readInputs: readTrackerInputs,
    clock: CLOCK,
    onAttempts: told.attempts,
  });
}

const jobsOf = ({ message }: Notification): readonly string[] =>
  message.alerts.map(({ labels }) => labels["job_name"] ?? "");

const deliveredOf = ({ notificationId, attempt }: DeliveryAttempt): DeliveryReport => ({
  notificationId,
  attempt,
  outcome: { kind: "delivered" },
});
