import { waitFor } from "@jobscope/testkit";
import { beforeEach, expect, onTestFinished, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { registerHealthCheck } from "./register-health-check.ts";
import { watcher } from "./watcher.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
  onTestFinished(() => telemetry.dispose());
});

async function health(): Promise<Record<string, unknown>> {
  const points = (await telemetry.metrics())["jobscope.component.healthy"] ?? [];
  return Object.fromEntries(
    points.map(([attributes, value]) => [Reflect.get(Object(attributes), "jobscope.component.name"), value]),
  );
}

const until = (name: string, value: number): Promise<void> =>
  waitFor(`${name} to be ${value}`, async () => (await health())[name] === value);

test.each<[string, () => unknown, number, string | undefined]>([
  ["returns nothing", () => undefined, 1, undefined],
  ["resolves", () => Promise.resolve({ rows: [] }), 1, undefined],
  ["returns false", () => false, 0, "returns false is unhealthy: the health check returned false"],
  [
    "resolves to false",
    () => Promise.resolve(false),
    0,
    "resolves to false is unhealthy: the health check returned false",
  ],
  [
    "throws",
    () => {
      throw new Error("refused for admin:hunter2-secret@db.example.com");
    },
    0,
    "throws is unhealthy: refused for",
  ],
  ["rejects", () => Promise.reject("just text"), 0, "rejects is unhealthy: just text"],
  ["is lazy", () => ({ then: (done: (value: boolean) => void) => done(false) }), 0, "is lazy is unhealthy"],
])("a check that %s", async (name, check, value, line) => {
  onTestFinished(registerHealthCheck(name, check));
  await until(name, value);
  watcher.lookNow();
  const lines = telemetry.events("metrics.health").map((record) => String(record.body));
  expect(lines.filter((body) => body.startsWith(name))).toEqual(
    line === undefined ? [] : [expect.stringContaining(line)],
  );
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});

test("a change is said once, with the error, and the metric is observed at every collection", async () => {
  let error: Error | undefined = Object.assign(new Error("connection lost"), { code: "ECONNRESET" });
  onTestFinished(
    registerHealthCheck(
      "database",
      () => {
        if (error) throw error;
      },
      { interval: 1 },
    ),
  );
  await until("database", 0);
  for (let look = 0; look < 3; look++) {
    watcher.lookNow();
    expect((await health())["database"]).toBe(0);
  }
  error = undefined;
  await until("database", 1);
  watcher.lookNow();
  const changes = telemetry.events("metrics.health").filter(({ body }) => String(body).startsWith("database"));
  expect(changes.map(({ severityText, attributes }) => ({ severityText, ...attributes }))).toEqual([
    expect.objectContaining({
      severityText: "WARN",
      "jobscope.component.name": "database",
      "jobscope.component.healthy": false,
      "error.type": "ECONNRESET",
      "exception.message": "connection lost",
      "log.category": "metrics",
    }),
    expect.objectContaining({ severityText: "INFO", "jobscope.component.healthy": true }),
  ]);
});

test("a check that hangs is unhealthy when its time is up, gets its signal aborted, and is never called beside itself", async () => {
  let running = 0;
  let most = 0;
  let calls = 0;
  let answer: (() => void) | undefined;
  const aborted: unknown[] = [];
  onTestFinished(
    registerHealthCheck(
      "hanging",
      async (signal) => {
        calls++;
        most = Math.max(most, ++running);
        if (calls === 1) {
          signal.addEventListener("abort", () => aborted.push(calls));
          await new Promise<void>((resolve) => (answer = resolve));
        }
        running--;
      },
      { timeout: 0.05, interval: 1 },
    ),
  );
  await until("hanging", 0);
  watcher.lookNow();
  watcher.lookNow();
  expect([calls, aborted]).toEqual([1, [1]]);
  // The late answer of the call that was given up says nothing; the next call does.
  answer?.();
  await until("hanging", 1);
  expect([calls, most]).toEqual([2, 1]);
});

test("the result is cached: within the interval nobody is asked again", async () => {
  let calls = 0;
  onTestFinished(registerHealthCheck("cached", () => void calls++));
  await until("cached", 1);
  for (let look = 0; look < 5; look++) {
    watcher.lookNow();
    await health();
  }
  expect(calls).toBe(1);
});

test("what is unregistered counts as healthy and is asked no more; a late answer changes nothing", async () => {
  const unregister = registerHealthCheck("gone", () => false, { interval: 1 });
  await until("gone", 0);
  unregister();
  watcher.lookNow();
  expect((await health())["gone"]).toBe(1);

  let answer: ((healthy: boolean) => void) | undefined;
  const late = registerHealthCheck("late", () => new Promise<boolean>((resolve) => (answer = resolve)));
  await waitFor("the call", () => answer !== undefined);
  late();
  answer?.(false);
  await new Promise(setImmediate);
  expect((await health())["late"]).toBeUndefined();
});

test("a second check of a name takes the place of the first, whose end then ends nothing", async () => {
  const first = registerHealthCheck("twice", () => false);
  await until("twice", 0);
  onTestFinished(registerHealthCheck("twice", () => true));
  first();
  await until("twice", 1);
});

test("nonsense is left out without a throw", async () => {
  for (const wrong of [undefined, "text", {}]) registerHealthCheck("wrong", wrong as never)();
  registerHealthCheck("", () => true)();
  registerHealthCheck(undefined as never, () => true)();
  watcher.lookNow();
  expect(await health()).not.toHaveProperty("wrong");
});

test("names are bounded", async () => {
  for (let i = 0; i < 120; i++) registerHealthCheck(`many ${i}`, () => true)();
  onTestFinished(registerHealthCheck("many 119", () => false));
  watcher.lookNow();
  await new Promise(setImmediate);
  expect(await health()).not.toHaveProperty("many 119");
});
