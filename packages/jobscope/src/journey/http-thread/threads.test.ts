import { Worker } from "node:worker_threads";

import type { IngestOutcome, RawRequest } from "@jobscope/otlp";
import { InvalidCursorError } from "@jobscope/store";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { CoreThreadOptions } from "./core-thread.ts";
import { CoreThread } from "./core-thread.ts";
import { ReadThread } from "./read-thread.ts";
import { RestartBackoff } from "./restart-backoff.ts";
import type { SpawnWorker } from "./worker-supervisor.ts";

/** Real threads with a few lines of their own in the place of the workers. */
function spawner(code: string): { spawn: SpawnWorker; workers: Worker[]; started: unknown[] } {
  const workers: Worker[] = [];
  const started: unknown[] = [];
  const preamble = `const { parentPort } = require("node:worker_threads"); const post = (m) => parentPort.postMessage(m);`;
  return {
    workers,
    started,
    spawn: (_name, data) => {
      started.push(data);
      const worker = new Worker(`${preamble}\n${code}`, { eval: true });
      workers.push(worker);
      return worker;
    },
  };
}

const CORE = `
  post({ kind: "ready", cleanStop: true });
  parentPort.on("message", (m) => {
    if (m.kind === "stop") return parentPort.close();
    if (m.kind === "read_setting") return post({ kind: "setting", id: m.id, value: m.name + "!" });
    if (m.kind !== "ingest") return;
    const text = Buffer.from(m.request.body).toString();
    if (text === "hold") return;
    if (text === "die") throw new Error("crashed on purpose");
    post({ kind: "outcomes", outcomes: [{ id: m.id, outcome: { kind: "accepted", rejected: 0, message: text } }] });
  });`;

const DATA: CoreThreadOptions["data"] = {
  dataDir: "",
  durability: "process",
  retention: { runsMs: 1, keepRunsPerJob: 1, runLogsMs: 1, otherLogsMs: 1, metricPointsMs: 1, maxBytes: 1 },
  sanitizer: { policy: "default", digestKey: new Uint8Array(32) },
  maxInflatedBytes: 1,
  groupDelayMs: 1,
  groupBytes: 1,
  alerting: undefined,
  announceRuns: false,
};

const request = (text: string | Uint8Array): RawRequest => ({
  signal: "logs",
  encoding: "json",
  compression: "identity",
  body: typeof text === "string" ? Buffer.from(text) : text,
  receivedMs: 0,
});

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function coreThread(code: string, options: Partial<CoreThreadOptions> = {}) {
  const { spawn, workers, started } = spawner(code);
  const thread = new CoreThread({ data: DATA, spawn, ...options });
  stops.push(() => thread.stop(1_000));
  await thread.start();
  return { thread, workers, started };
}

describe("the core thread", () => {
  it("hands a body of its own over without a copy, and one on a shared pool without taking the pool", async () => {
    const { thread } = await coreThread(CORE);
    const own = new Uint8Array(Buffer.from("own buffer"));
    const whole = new Uint8Array(own);
    const pooled = Buffer.from("pooled");
    const sibling = Buffer.from("sibling");
    expect(await thread.ingest(request(whole))).toMatchObject({ message: "own buffer" });
    expect(whole.byteLength).toBe(0);
    expect(await thread.ingest(request(pooled))).toMatchObject({ message: "pooled" });
    expect(pooled.toString() + sibling.toString()).toBe("pooledsibling");
  });

  it("refuses what does not fit any more, and tells the core when it receives again", async () => {
    const { thread } = await coreThread(CORE, { maxWaitingBytes: 10 });
    const held = thread.ingest(request("hold"));
    expect(await thread.ingest(request("too large"))).toMatchObject({ kind: "unavailable", retryAfterSeconds: 1 });
    expect(thread.health()).toMatchObject({ queueBytes: 4, queueRequests: 1, refused: 1 });
    expect(await thread.ingest(request("fits"))).toMatchObject({ kind: "accepted" });
    await thread.stop(1_000);
    expect(await held).toMatchObject({ kind: "unavailable" });
  });

  it("answers everything that waits when the worker dies, shows it, and works again with another", async () => {
    const { thread, workers } = await coreThread(CORE);
    const held = thread.ingest(request("hold"));
    const fatal = thread.ingest(request("die"));
    expect(await fatal).toMatchObject({ kind: "unavailable", message: expect.stringContaining("crashed on purpose") });
    expect(await held).toMatchObject({ kind: "unavailable" });
    expect(thread.health()).toMatchObject({ state: "down", restarts: 1, queueBytes: 0, queueRequests: 0 });
    expect(await thread.ingest(request("meanwhile"))).toMatchObject({ kind: "unavailable", retryAfterSeconds: 1 });
    await vi.waitFor(() => expect(thread.health().state).toBe("up"), { timeout: 5_000 });
    expect(await thread.ingest(request("again"))).toMatchObject({ kind: "accepted", message: "again" });
    expect(workers).toHaveLength(2);
  });

  it("finds out which request ends the core, refuses it alone, and takes all others", { timeout: 20_000 }, async () => {
    const { thread } = await coreThread(CORE);
    const untilAnswered = async (text: string): Promise<IngestOutcome> => {
      for (;;) {
        // A sender waits, and sends the same again.
        const outcome = await thread.ingest(request(text));
        if (outcome.kind !== "unavailable") return outcome;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const held = thread.ingest(request("hold"));
    const [killer, first, second] = await Promise.all(["die", "first", "second"].map(untilAnswered));
    expect(killer).toMatchObject({ kind: "malformed", message: expect.stringContaining("died each time") });
    expect([first, second]).toMatchObject([{ kind: "accepted" }, { kind: "accepted" }]);
    expect(await held).toMatchObject({ kind: "unavailable" });
    expect(thread.health().restarts).toBe(3);
    expect(await thread.ingest(request("die"))).toMatchObject({ kind: "malformed" });
  });

  it("survives a thread that is ended from outside", async () => {
    const { thread, workers, started } = await coreThread(CORE);
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(thread.health()).toMatchObject({ state: "up", restarts: 1 }), { timeout: 5_000 });
    // The files were checked at the start; a thread that dies damages none.
    expect(started).toMatchObject([{ checkIntegrity: true }, { checkIntegrity: false }]);
  });

  it("survives a system that gives it no thread for a while", async () => {
    const { spawn, workers } = spawner(CORE);
    let refusals = 2;
    const thread = new CoreThread({
      data: DATA,
      spawn: (name, data) => {
        if (workers.length > 0 && refusals-- > 0) throw new Error("Worker initialization failure: EAGAIN");
        return spawn(name, data);
      },
    });
    stops.push(() => thread.stop(1_000));
    await thread.start();
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(thread.health().reason).toContain("EAGAIN"), { timeout: 5_000 });
    await vi.waitFor(() => expect(thread.health()).toMatchObject({ state: "up", restarts: 3 }), { timeout: 5_000 });
  });

  it("does not start when the system gives it no thread, and says why", async () => {
    const spawn: SpawnWorker = () => {
      throw new Error("Worker initialization failure: EAGAIN");
    };
    const thread = new CoreThread({ data: DATA, spawn });
    await expect(thread.start()).rejects.toMatchObject({
      name: "WorkerStartError",
      message: expect.stringContaining("EAGAIN"),
    });
    expect(thread.health().state).toBe("stopped");
  });

  it("does not start when the first worker cannot, and says why", async () => {
    const { spawn, workers } = spawner(
      `post({ kind: "failed", error: { name: "StoreError", message: "no such place", code: "cannot_open" } });`,
    );
    const thread = new CoreThread({ data: DATA, spawn });
    await expect(thread.start()).rejects.toMatchObject({
      name: "WorkerStartError",
      message: expect.stringContaining("no such place"),
      cause: { code: "cannot_open" },
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(workers).toHaveLength(1);
    expect(thread.health().state).toBe("stopped");
  });

  it("ends a worker by force that does not stop in time", async () => {
    const { thread } = await coreThread(
      `post({ kind: "ready" }); parentPort.on("message", (m) => { if (m.kind === "stop") for (;;); });`,
    );
    expect(await thread.stop(50)).toBe("forced");
  });

  it("replaces a worker that does not answer any more, and says so", async () => {
    const { spawn, workers } = spawner(
      `post({ kind: "ready" }); parentPort.on("message", (m) => { if (m.kind === "stop") parentPort.close(); });`,
    );
    const thread = new CoreThread({ data: DATA, spawn, hungAfterMs: 500 });
    stops.push(() => thread.stop(1_000));
    await thread.start();
    const held = thread.ingest(request("hold"));
    expect(await held).toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("did not answer for 0.5 s"),
    });
    await vi.waitFor(() => expect(workers).toHaveLength(2), { timeout: 5_000 });
  });

  it("reads settings", async () => {
    const { thread } = await coreThread(CORE);
    expect(await thread.readSetting("name")).toBe("name!");
  });
});

describe("the read thread", () => {
  const READER = `
    post({ kind: "ready" });
    parentPort.on("message", (m) => {
      if (m.kind === "stop") return parentPort.close();
      if (m.asked.question === "run") for (;;);
      if (m.asked.question === "slots") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      if (m.asked.question === "jobs") return post({ kind: "refused", id: m.id, error: { name: "InvalidCursorError", message: "not mine" } });
      if (m.asked.question === "job") return post({ kind: "refused", id: m.id, error: { name: "StoreError", message: "odd", code: "io" } });
      post({ kind: "answer", id: m.id, value: [m.asked.question, ...m.asked.args] });
    });`;

  async function readThread(options: { timeoutMs?: number; maxQuestions?: number } = {}) {
    const { spawn } = spawner(READER);
    const thread = new ReadThread({ data: { dataDir: "" }, spawn, ...options });
    stops.push(() => thread.stop(1_000));
    await thread.start();
    return thread;
  }

  it("passes questions and answers", async () => {
    const thread = await readThread();
    expect(await thread.reader.status(5)).toEqual(["status", 5]);
    expect(await thread.reader.health()).toEqual(["health"]);
  });

  it("makes errors of the other side what they were", async () => {
    const thread = await readThread();
    await expect(thread.reader.jobs({ limit: 1, runsPerJob: 0 })).rejects.toBeInstanceOf(InvalidCursorError);
    await expect(thread.reader.job("x", 1)).rejects.toMatchObject({ name: "StoreError", message: "odd", code: "io" });
  });

  it("gives a hanging question up, fails what waits behind it, and answers again", async () => {
    const thread = await readThread({ timeoutMs: 100 });
    const hanging = expect(thread.reader.run("x")).rejects.toThrow(/took longer|no answer/);
    const behind = expect(thread.reader.status(1)).rejects.toThrow("no answer");
    await hanging;
    await behind;
    await vi.waitFor(async () => expect(await thread.reader.status(2)).toEqual(["status", 2]), { timeout: 5_000 });
    expect(thread.health().restarts).toBe(1);
  });

  it("keeps a worker that is only behind: who waited too long is told so, the others get their answers", async () => {
    const thread = await readThread({ timeoutMs: 1_000 });
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => thread.reader.slots({ limit: 1 })));
    expect(answers[0]?.status).toBe("fulfilled");
    const last = answers.at(-1);
    expect(last?.status === "rejected" ? last.reason : last).toMatchObject({ name: "ReaderUnavailableError" });
    expect(await thread.reader.status(3)).toEqual(["status", 3]);
    expect(thread.health().restarts).toBe(0);
  });

  it("refuses more questions than may wait", async () => {
    const thread = await readThread({ timeoutMs: 5_000, maxQuestions: 1 });
    const first = thread.reader.status(1);
    await expect(thread.reader.status(2)).rejects.toMatchObject({ name: "ReaderUnavailableError" });
    await first;
  });
});

it("pauses longer after each death, and forgets that once a worker lived long", () => {
  const backoff = new RestartBackoff();
  const pauses = Array.from({ length: 12 }, (_, index) => backoff.died(index));
  expect(pauses.slice(0, 4)).toEqual([100, 200, 400, 800]);
  expect(pauses.at(-1)).toBe(30_000);
  backoff.started(1_000);
  expect(backoff.died(61_000)).toBe(100);
});
