import { types } from "node:util";

import type { ContextManager } from "@opentelemetry/api";
import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { currentJob, runJob, wrapJob } from "./wrap-job.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
});
afterEach(() => telemetry.dispose());

const results = (): unknown[] => telemetry.events("job.run.end").map((record) => record.attributes["job.run.result"]);

describe("a wrapped function is indistinguishable from the bare one", () => {
  test("this, arguments and return value", () => {
    const seen: unknown[] = [];
    const value = { some: "value" };
    const fn = wrapJob({ name: "plain" }, function (this: unknown, ...args: unknown[]) {
      seen.push(this, ...args);
      return value;
    });
    const target = { fn };
    expect(target.fn(1, "two")).toBe(value);
    expect(seen).toEqual([target, 1, "two"]);
    const bare = fn;
    bare();
    expect(seen.at(-1)).toBeUndefined();
  });

  test("length, name, own properties now and later, prototype and kind", () => {
    async function invoice(_a: number, _b: number): Promise<void> {}
    const tagged: typeof invoice & { tag?: string } = invoice;
    tagged.tag = "billing";
    const wrapped = wrapJob({ name: "kinds" }, tagged);
    expect([wrapped.length, wrapped.name, wrapped.tag]).toEqual([2, "invoice", "billing"]);
    wrapped.tag = "changed";
    expect(tagged.tag).toBe("changed");
    expect(Reflect.ownKeys(wrapped)).toEqual(Reflect.ownKeys(invoice));
    expect(Object.getPrototypeOf(wrapped)).toBe(Object.getPrototypeOf(invoice));
    expect(wrapped.constructor.name).toBe("AsyncFunction");
    expect(Object.prototype.toString.call(wrapped)).toBe("[object AsyncFunction]");
  });

  test("new works where it worked, and only there", () => {
    class Made {
      readonly made = true;
    }
    const Wrapped = wrapJob({ name: "constructed" }, Made as unknown as () => Made) as unknown as typeof Made;
    expect(new Wrapped()).toBeInstanceOf(Made);
    const arrow = wrapJob({ name: "arrow" }, () => 1) as unknown as new () => unknown;
    expect(() => new arrow()).toThrow(TypeError);
  });

  test("metadata that decorators left on the function", () => {
    const store = new WeakMap<object, Map<unknown, unknown>>();
    const api = {
      getOwnMetadataKeys: (target: object) => [...(store.get(target)?.keys() ?? [])],
      getOwnMetadata: (key: unknown, target: object) => store.get(target)?.get(key),
      defineMetadata: (key: unknown, value: unknown, target: object) =>
        store.set(target, new Map([...(store.get(target) ?? []), [key, value]])),
    };
    Object.assign(Reflect, api);
    try {
      const job = (): void => {};
      api.defineMetadata("SCHEDULE", "* * * * *", job);
      expect(api.getOwnMetadata("SCHEDULE", wrapJob({ name: "decorated" }, job))).toBe("* * * * *");
    } finally {
      for (const key of Object.keys(api)) Reflect.deleteProperty(Reflect, key);
    }
  });

  test("the very promise comes back, without a further microtask, and clean once it is used", async () => {
    const promise = Promise.resolve(1);
    const wrapped = wrapJob({ name: "identity" }, () => promise);
    expect(wrapped()).toBe(promise);
    await promise;
    expect(Object.getPrototypeOf(promise)).toBe(Promise.prototype);
    expect(Reflect.ownKeys(promise)).toEqual([]);
    const order: string[] = [];
    const bare = async (): Promise<void> => {};
    const job = wrapJob({ name: "order" }, bare);
    void job().then(() => order.push("wrapped"));
    void bare().then(() => order.push("bare"));
    await new Promise(setImmediate);
    expect(order).toEqual(["wrapped", "bare"]);
  });

  test("a promise of a subclass stays one and its species is not called by us", async () => {
    let made = 0;
    class Counted<T> extends Promise<T> {
      constructor(executor: ConstructorParameters<typeof Promise<T>>[0]) {
        super(executor);
        made++;
      }
    }
    const promise = new Counted<number>((resolve) => resolve(5));
    const wrapped = wrapJob({ name: "subclass" }, () => promise);
    expect(wrapped()).toBe(promise);
    expect(made).toBe(1);
    expect(promise).toBeInstanceOf(Counted);
    expect(await promise).toBe(5);
    expect(results()).toEqual(["success"]);
  });

  test("the same error is thrown, and a falsy one too", () => {
    const error = new TypeError("sync");
    const failing = wrapJob({ name: "throws" }, () => {
      throw error;
    });
    expect(failing).toThrow(error);
    const empty = wrapJob({ name: "throws-nothing" }, () => {
      throw undefined;
    });
    let thrown: unknown = "unset";
    try {
      empty();
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBeUndefined();
    expect(results()).toEqual(["failure", "failure"]);
  });

  test("a lazy thenable runs once, when its caller asks", async () => {
    let executed = 0;
    const query = {
      then(resolve: (value: number) => void) {
        executed++;
        resolve(42);
      },
    };
    const own = Reflect.ownKeys(query);
    const wrapped = wrapJob({ name: "thenable" }, () => query);
    const result = wrapped();
    expect(result).toBe(query);
    expect(executed).toBe(0);
    expect(await result).toBe(42);
    expect(executed).toBe(1);
    expect(Reflect.ownKeys(query)).toEqual(own);
    expect(results()).toEqual(["success"]);
  });

  test("a thenable that nobody asks is never asked by us", async () => {
    const then = vi.fn();
    wrapJob({ name: "unasked" }, () => ({ then }))();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(then).not.toHaveBeenCalled();
    expect(results()).toEqual(["success"]);
  });

  test("a generator stays the generator, and its run ends when it is done", () => {
    function* batches(): Generator<number, string, string> {
      const got = yield 1;
      return `${got} ${currentJob()?.name}`;
    }
    const wrapped = wrapJob({ name: "generator" }, batches);
    const generator = wrapped();
    expect(types.isGeneratorObject(generator)).toBe(true);
    expect(generator).toBeInstanceOf(batches);
    expect(generator.next("")).toEqual({ value: 1, done: false });
    expect(results()).toEqual([]);
    expect(generator.next("sent")).toEqual({ value: "sent generator", done: true });
    expect(results()).toEqual(["success"]);
    expect(Reflect.ownKeys(generator)).toEqual([]);
  });

  test("an async generator, by for await and by throw", async () => {
    async function* pages(): AsyncGenerator<number> {
      yield 1;
      await Promise.resolve();
      yield 2;
    }
    const wrapped = wrapJob({ name: "async-generator" }, pages);
    const got: number[] = [];
    for await (const page of wrapped()) got.push(page);
    expect(got).toEqual([1, 2]);
    const second = wrapped();
    await second.next();
    await expect(second.throw(new RangeError("stop"))).rejects.toThrow("stop");
    expect(results()).toEqual(["success", "failure"]);
  });

  test("under a test's fake timers durations stay real and no fake timer is ours", async () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const wrapped = wrapJob({ name: "fake" }, () => new Promise<void>((resolve) => setTimeout(resolve, 3_600_000)));
      const promise = wrapped();
      expect(vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(3_600_000);
      await promise;
    } finally {
      vi.useRealTimers();
    }
    const [end] = telemetry.events("job.run.end");
    expect(end?.attributes["job.run.duration"]).toBeLessThan(60);
    expect(Date.parse(String(end?.attributes["job.run.start_time"]))).toBeGreaterThan(1e12);
  });
});

describe("runs", () => {
  test("a wrap of a wrap is one run", async () => {
    const once = wrapJob({ name: "inner" }, async () => 1);
    const twice = wrapJob({ name: "outer" }, once);
    expect(twice).toBe(once);
    await twice();
    expect(telemetry.events("job.run.end").map((record) => record.attributes["job.name"])).toEqual(["inner"]);
    expect(telemetry.spans().filter((span) => span.name.startsWith("run "))).toHaveLength(1);
  });

  test("attempts are chained, and every failure signal carries job, run and attempt", async () => {
    let previousRunId: string | undefined;
    for (let attempt = 1; attempt <= 3; attempt++) {
      await runJob(
        { name: "queue.work", trigger: "queue", attempt, maxAttempts: 3, ...(previousRunId && { previousRunId }) },
        async (job) => {
          previousRunId = job.runId;
          if (attempt < 3) throw Object.assign(new Error(`attempt ${attempt}`), { code: "ECONNREFUSED" });
        },
      ).catch(() => undefined);
    }
    const ends = telemetry.events("job.run.end").map((record) => record.attributes);
    expect(ends.map((end) => end["job.run.attempt"])).toEqual([1, 2, 3]);
    expect(ends.map((end) => end["job.run.result"])).toEqual(["failure", "failure", "success"]);
    expect(ends[1]?.["job.run.previous.id"]).toBe(ends[0]?.["job.run.id"]);
    const exceptions = telemetry.events("job.run.exception").map((record) => record.attributes);
    expect(exceptions.map((each) => [each["job.name"], each["job.run.attempt"], each["error.type"]])).toEqual([
      ["queue.work", 1, "ECONNREFUSED"],
      ["queue.work", 2, "ECONNREFUSED"],
    ]);
    expect(exceptions.map((each) => each["job.run.id"])).toEqual([ends[0]?.["job.run.id"], ends[1]?.["job.run.id"]]);
  });

  test("what ends a run decides its result", async () => {
    const outcome = async (error: unknown): Promise<unknown> => {
      await runJob({ name: "ended" }, async () => {
        throw error;
      }).catch(() => undefined);
      const end = telemetry.events("job.run.end").at(-1)?.attributes;
      return [end?.["job.run.result"], end?.["error.type"]];
    };
    expect(await outcome(AbortSignal.abort().reason)).toEqual(["cancellation", "AbortError"]);
    expect(await outcome(new DOMException("late", "TimeoutError"))).toEqual(["timeout", "TimeoutError"]);
    expect(await outcome("text")).toEqual(["failure", "string"]);
    expect(
      await outcome(
        new Proxy(
          {},
          {
            get: () => {
              throw new Error("hostile");
            },
          },
        ),
      ),
    ).toEqual(["failure", "Error"]);
  });

  test("at most 20 error types a job, then _OTHER", async () => {
    for (let i = 0; i < 25; i++) {
      await runJob({ name: "many.errors" }, async () => {
        throw Object.assign(new Error("x"), { code: `E${i}` });
      }).catch(() => undefined);
    }
    const seen = telemetry.events("job.run.end").map((record) => record.attributes["error.type"]);
    expect(new Set(seen).size).toBe(21);
    expect(seen.at(-1)).toBe("_OTHER");
  });

  test("each run is a root span of its own trace, linked to what registered it", async () => {
    const job = telemetry.tracer.startActiveSpan("request", (request) => {
      const wrapped = wrapJob({ name: "leaky" }, async () => 1);
      request.end();
      return wrapped;
    });
    await job();
    await telemetry.tracer.startActiveSpan("another", async (span) => {
      await job();
      span.end();
    });
    const runs = telemetry.spans().filter((span) => span.name === "run leaky");
    const request = telemetry.spans().find((span) => span.name === "request");
    expect(runs.map((span) => span.parentSpanContext)).toEqual([undefined, undefined]);
    expect(new Set(runs.map((span) => span.spanContext().traceId)).size).toBe(2);
    expect(runs.map((span) => span.links[0]?.context.traceId)).toEqual(
      Array.from({ length: 2 }, () => request?.spanContext().traceId),
    );
  });

  test("steps, items, progress and logs belong to their run", async () => {
    await runJob({ name: "handle" }, async (job) => {
      expect(currentJob()).toBe(job);
      job.items(5);
      job.items(1, "failure");
      job.progress(2, "half");
      expect(await job.step("load", async () => job.step("read", () => 7))).toBe(7);
      expect(() =>
        job.step("bad", () => {
          throw new Error("step");
        }),
      ).toThrow("step");
      job.logger.info("line", { "job.run.id": "forged", password: undefined });
      job.logger.performance("batch", { rows: 3 });
      job.logger.audit("user.exported", { by: "admin" });
    });
    expect(currentJob()).toBeUndefined();
    const runId = telemetry.events("job.run.end")[0]?.attributes["job.run.id"];
    const [line, batch, audit] = [
      telemetry.logs().find((record) => record.body === "line"),
      telemetry.logs().find((record) => record.body === "batch"),
      telemetry.events("audit.user.exported")[0],
    ];
    expect(line?.attributes).toMatchObject({ "job.run.id": runId, "log.category": "jobs" });
    expect(batch?.attributes).toMatchObject({ "job.run.id": runId, "log.category": "performance", rows: 3 });
    expect(audit?.attributes).toMatchObject({ "job.run.id": runId, "log.category": "audit", by: "admin" });
    expect(telemetry.events("job.run.progress")[0]?.attributes).toMatchObject({
      "job.run.progress": 1,
      "job.run.progress.message": "half",
    });
    const span = (name: string) => telemetry.spans().find((each) => each.name === name);
    expect(span("load")?.parentSpanContext?.spanId).toBe(span("run handle")?.spanContext().spanId);
    expect(span("read")?.parentSpanContext?.spanId).toBe(span("load")?.spanContext().spanId);
    expect(span("bad")?.attributes["error.type"]).toBe("Error");
    const metrics = await telemetry.metrics();
    expect(metrics["job.items"]).toEqual([
      [{ "job.name": "handle", "job.item.outcome": "success" }, 5],
      [{ "job.name": "handle", "job.item.outcome": "failure" }, 1],
    ]);
  });

  test("a start event carries the time of the start, before what the run reported until it was sent", async () => {
    await runJob({ name: "late.start" }, async (job) => {
      job.progress(0.1);
      await vi.waitFor(() => expect(telemetry.events("job.run.start")).toHaveLength(1), { timeout: 15_000 });
    });
    const msOf = ([seconds, nanos]: readonly [number, number]): number => seconds * 1000 + nanos / 1e6;
    const [start] = telemetry.events("job.run.start");
    const [progress] = telemetry.events("job.run.progress");
    if (start === undefined || progress === undefined) throw new Error("not emitted");
    expect(new Date(msOf(start.hrTime)).toISOString()).toBe(start.attributes["job.run.start_time"]);
    expect(msOf(start.hrTimeObserved) - msOf(start.hrTime)).toBeGreaterThanOrEqual(200);
    expect(msOf(start.hrTime)).toBeLessThanOrEqual(msOf(progress.hrTime));
  });

  test("10,000 at once keep every end, and a start where they last", { timeout: 60_000 }, async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const job = wrapJob({ name: "burst" }, () => gate);
    const running = Array.from({ length: 10_000 }, () => job());
    await vi.waitFor(() => expect(telemetry.events("job.run.start")).toHaveLength(10_000), {
      timeout: 40_000,
      interval: 50,
    });
    expect((await telemetry.metrics())["job.run.active"]).toContainEqual([{ "job.name": "burst" }, 10_000]);
    release();
    await Promise.all(running);
    const ids = (name: string): Set<unknown> =>
      new Set(telemetry.events(name).map((record) => record.attributes["job.run.id"]));
    expect(ids("job.run.end").size).toBe(10_000);
    expect(ids("job.run.end")).toEqual(ids("job.run.start"));
    const uids = telemetry.logs().map((record) => record.attributes["log.record.uid"]);
    expect(new Set(uids).size).toBe(uids.length);
  });

  test("without an SDK the function runs as it is", async () => {
    telemetry.dispose();
    const promise = Promise.resolve(1);
    const job = wrapJob({ name: "no-sdk" }, () => promise);
    expect(job()).toBe(promise);
    expect(Object.getPrototypeOf(promise)).toBe(Promise.prototype);
    expect(runJob({ name: "no-sdk.run" }, (handle) => handle.step("s", () => handle.name))).toBe("no-sdk.run");
  });
});

test("a context manager that fails does not cost the job its run", () => {
  context.disable();
  const broken: ContextManager = {
    active: () => ROOT_CONTEXT,
    with: () => {
      throw new Error("broken context manager");
    },
    bind: (_context, target) => target,
    enable: () => broken,
    disable: () => broken,
  };
  context.setGlobalContextManager(broken);
  expect(wrapJob({ name: "survivor" }, (a: number, b: number) => a + b)(1, 2)).toBe(3);
});
