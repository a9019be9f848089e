import { once } from "node:events";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

import express from "express";
import express4 from "express-4";
import { createMonitoring, storeFileOf } from "jobscope";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { ADMIN_KEY } from "../support/admin-key.ts";
import { logsBody, runEnd, runIdOf } from "../support/job-events.ts";
import { dataDirectory } from "../support/monitors.ts";
import { post } from "../support/otlp-client.ts";
import { ADMIN, askApp, componentOf, embedded, logged, otlpOf, serve } from "./support/embedded-app.ts";
import { resend, startLoad, storedRequests } from "./support/load.ts";

const SENDER = { service: "billing", instance: "i" };
const endOf = (index: number, result = "success"): string =>
  logsBody(SENDER, [runEnd({ job: "invoice", runId: runIdOf(index), startMs: Date.now() }, result)]);
const SILENCE = JSON.stringify({
  matchers: [{ name: "job_name", op: "=", value: "invoice" }],
  ends_time: new Date(Date.now() + 3_600_000).toISOString(),
  comment: "known",
});

describe.each([
  ["5", express],
  ["4", express4],
])("in an application of express %s", (_version, framework) => {
  it(
    "answers below its prefix from start to stop, and leaves every other path alone",
    { timeout: 60_000 },
    async () => {
      const monitoring = embedded({ alerting: { enabled: true, channels: ["console"] } });
      const app = framework();
      const errors: unknown[] = [];
      app.use(monitoring.router);
      // What comes before and behind it is the application's: its body parser, its routes, its 404.
      app.use(framework.json());
      app.post("/api/orders", (request, response) => void response.json(request.body));
      app.get("/api/scheduler-monitoring-of-mine", (_request, response) => void response.send("mine"));
      app.use((error: unknown, _request: unknown, _response: unknown, next: (error: unknown) => void) => {
        errors.push(error);
        next(error);
      });
      const base = await serve(app);

      const early = await askApp(base, "/jobs");
      expect([early.status, early.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(early.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      expect(early.body).toMatchObject({ status: 503, instance: "/api/scheduler-monitoring/jobs" });

      expect(await monitoring.start()).toMatchObject({ status: "up", state: "running" });
      expect(await post(otlpOf(monitoring), { body: endOf(1) })).toMatchObject({ status: 200 });
      expect(await askApp(base, "/runs")).toMatchObject({ status: 200, body: { items: [{ state: "success" }] } });
      expect((await askApp(base, "/runs", { headers: {} })).status).toBe(401);
      expect((await askApp(base, "/nothing")).status).toBe(404);
      expect((await askApp(base, "/health/ready", { headers: { host: "anything.example" } })).status).toBe(200);
      const json = { ...ADMIN, "content-type": "application/json" };
      const silence = await askApp(base, "/alerts/suppress", { method: "POST", headers: json, body: SILENCE });
      expect(silence).toMatchObject({ status: 201, body: { silence: { created_by: "ada" } } });
      const order = { method: "POST", headers: json, body: '{"n":1}' };
      expect(await (await fetch(`${base}/api/orders`, order)).json()).toEqual({ n: 1 });
      expect(await (await fetch(`${base}/api/scheduler-monitoring-of-mine`)).text()).toBe("mine");
      expect((await fetch(`${base}/nowhere`)).status).toBe(404);

      await monitoring.stop();
      expect(await askApp(base, "/jobs")).toMatchObject({ status: 503 });
      expect((await fetch(`${base}/api/orders`, order)).status).toBe(200);
      expect(errors).toEqual([]);
    },
  );

  it("takes writes behind whatever parses bodies for the application", { timeout: 60_000 }, async () => {
    const monitoring = embedded({ alerting: { enabled: true, channels: ["console"] } });
    await monitoring.start();
    const all = { type: () => true };
    for (const parser of [framework.json(all), framework.raw(all), framework.text(all)]) {
      const base = await serve(framework().use(parser).use(monitoring.router));
      const headers = { ...ADMIN, "content-type": "application/json" };
      const { status, body } = await askApp(base, "/alerts/suppress", { method: "POST", headers, body: SILENCE });
      expect([status, body]).toEqual([201, expect.objectContaining({ hides: [] })]);
    }
  });
});

it("starts in order and stops in reverse, all of it told under one name", { timeout: 60_000 }, async () => {
  const { logger, lines, monitorIds } = logged();
  const monitoring = embedded({ logger, keys: true });
  const started = await monitoring.start();
  const names = (word: string): readonly string[] =>
    lines.flatMap((line) => new RegExp(`^info (.+) ${word} in \\d+ ms$`).exec(line)?.[1] ?? []);
  const expected = ["data directory", "core", "reader", "admin key", "OTLP receiver", "API"];
  expect(names("started").filter((name) => expected.includes(name))).toEqual(expected);
  await monitoring.stop();
  expect(names("stopped")).toEqual(names("started").toReversed());
  expect([...monitorIds]).toEqual([started.monitorId]);
});

it(
  "starts once and stops once however often it is asked, and starts again with what it had",
  { timeout: 60_000 },
  async () => {
    const { logger, lines } = logged();
    const monitoring = embedded({ logger, keys: false });
    const base = await serve(express().use(monitoring.router));
    await monitoring.stop();
    const [first, second] = await Promise.all([monitoring.start(), monitoring.start()]);
    expect(second).toBe(first);
    expect(lines.filter((line) => !line.startsWith("info"))).toEqual([]);
    await post(otlpOf(monitoring), { body: endOf(1) });
    await Promise.all([monitoring.stop(), monitoring.stop()]);
    expect(monitoring.health()).toMatchObject({ status: "down", state: "stopped" });
    // In the middle of a stop, too.
    void monitoring.start();
    void monitoring.stop();
    expect(await monitoring.start()).toMatchObject({ status: "up", state: "running" });
    expect(await askApp(base, "/runs")).toMatchObject({ body: { items: [{ job_name: "invoice" }] } });
  },
);

it("loses nothing that it acknowledged when it is stopped under load", { timeout: 60_000 }, async () => {
  const data = dataDirectory();
  const monitoring = embedded({ data });
  await monitoring.start();
  const atMs = Date.now();
  const load = startLoad(otlpOf(monitoring), { requestsPerSecond: 100, atMs });
  await expect.poll(() => load.acknowledged.size, { timeout: 40_000 }).toBeGreaterThan(30);
  await monitoring.stop();
  await load.stop();
  const stored = storedRequests(data, [...load.acknowledged, ...load.open]);
  expect(stored.faults).toEqual([]);
  expect([...stored.complete].toSorted((a, b) => a - b)).toEqual([...load.acknowledged].toSorted((a, b) => a - b));
  await monitoring.start();
  await resend(otlpOf(monitoring), load, atMs);
});

it("answers requests on their way before it stops", { timeout: 60_000 }, async () => {
  const { promise: mayPass, resolve: letPass } = Promise.withResolvers<void>();
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const monitoring = embedded({
    authenticate: async () => {
      isAsked();
      await mayPass;
      return { id: "ada", role: "viewer" };
    },
  });
  const base = await serve(express().use(monitoring.router));
  await monitoring.start();
  const answer = askApp(base, "/runs");
  await asked;
  const stopped = monitoring.stop();
  await expect.poll(async () => (await askApp(base, "/runs")).status).toBe(503);
  letPass();
  expect((await answer).status).toBe(200);
  await stopped;
});

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("what cannot start", () => {
  it(
    "waits for the data directory of another monitor, and takes over when that one ends",
    { timeout: 60_000 },
    async () => {
      const data = dataDirectory();
      const first = embedded({ data });
      const { logger, lines } = logged();
      const second = embedded({ data, logger });
      const base = await serve(express().use(second.router));
      await first.start();
      expect(await second.start()).toMatchObject({ status: "down", state: "retrying" });
      expect(componentOf(second, "core").reason).toMatch(new RegExp(`${data}.*process ${process.pid}`));
      expect((await askApp(base, "/runs")).status).toBe(503);
      await post(otlpOf(first), { body: endOf(1) });
      await first.stop();
      await expect.poll(() => second.health().state, { timeout: 40_000 }).toBe("running");
      expect(await askApp(base, "/runs")).toMatchObject({ status: 200, body: { items: [{ state: "success" }] } });
      // Told once, however often it was tried.
      expect(lines.filter((line) => line.includes(`process ${process.pid}`))).toEqual([
        expect.stringMatching(/^error the monitor could not start: /),
      ]);
    },
  );

  it("is the address of OTLP alone: this process's own telemetry takes another way", { timeout: 60_000 }, async () => {
    const addr = await takenPort();
    const { logger, lines } = logged();
    const monitoring = embedded({ otlp: { addr }, logger, keys: false });
    const base = await serve(express().use(monitoring.router));
    expect(await monitoring.start()).toMatchObject({ status: "degraded", state: "running" });
    // An application has no flags.
    const told =
      /^warn otlp is degraded: OTLP: .* in use .* otlp: \{ addr: "127\.0\.0\.1:\d+" \} is free, or give otlp: false/;
    expect(lines.filter((line) => !line.startsWith("info"))).toEqual([expect.stringMatching(told)]);
    expect(componentOf(monitoring, "otlp")).toMatchObject({
      status: "degraded",
      reason: expect.stringMatching(new RegExp(`${addr} is in use by another process`)),
    });
    expect(await post(otlpOf(monitoring), { body: endOf(1) })).toMatchObject({ status: 200 });
    expect((await askApp(base, "/runs")).status).toBe(200);
  });

  it("is the listener of the API alone, which is tried again", { timeout: 60_000 }, async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const addr = `127.0.0.1:${(blocker.address() as AddressInfo).port}`;
    const { logger, lines } = logged();
    const monitoring = embedded({ api: { addr }, logger, keys: false });
    const base = await serve(express().use(monitoring.router));
    expect(await monitoring.start()).toMatchObject({ status: "degraded" });
    const told = /^warn API listener could not start: API: .* api: \{ addr: "127\.0\.0\.1:\d+" \} is free$/;
    expect(lines.filter((line) => !line.startsWith("info"))).toEqual([expect.stringMatching(told)]);
    expect(componentOf(monitoring, "api_listener")).toMatchObject({
      status: "down",
      reason: expect.stringContaining("is in use"),
    });
    expect((await askApp(base, "/runs")).status).toBe(200);
    blocker.close();
    await expect.poll(() => monitoring.health().status, { timeout: 40_000 }).toBe("up");
    expect((await askApp(`http://${addr}`, "/runs")).status).toBe(200);
  });

  it("is everything where the store cannot be used, and nothing of the application", { timeout: 60_000 }, async () => {
    const data = dataDirectory();
    writeFileSync(storeFileOf(data), "somebody's notes".repeat(1_000));
    const { logger, lines } = logged();
    const monitoring = embedded({ data, logger });
    const app = express().use(monitoring.router);
    app.get("/", (_request, response) => void response.send("up"));
    const base = await serve(app);
    expect(await monitoring.start()).toMatchObject({ status: "down", state: "retrying" });
    expect(componentOf(monitoring, "core").reason).toContain(storeFileOf(data));
    expect(lines.join("\n")).toContain(storeFileOf(data));
    const { status, body } = await askApp(base, "/runs");
    // Where files of this machine are is no stranger's business.
    expect([status, JSON.stringify(body).includes(data)]).toEqual([503, false]);
    expect(await (await fetch(base)).text()).toBe("up");
  });

  it("is everything where the settings are wrong; each of them is named", async () => {
    const { logger, lines } = logged();
    const monitoring = embedded({
      logger,
      retention: { runs: "soon" },
      env: { JOBSCOPE_PROFILE: "testing", JOBSCOPE_DURABILITY: "some" },
      profile: undefined,
      // @ts-expect-error -- A slip of the fingers.
      retentoin: { runs: "1d" },
    });
    expect(await monitoring.start()).toMatchObject({ status: "down", state: "misconfigured" });
    const { reason } = componentOf(monitoring, "configuration");
    for (const part of [
      /option: retention\.runs "soon"/,
      /environment JOBSCOPE_DURABILITY: durability "some"/,
      /option: retentoin is not a setting/,
    ]) {
      expect(reason).toMatch(part);
      expect(lines.join("\n")).toMatch(part);
    }
    await monitoring.stop();
  });

  it.each([
    [null, /options of the monitor are null/],
    ["x", /options of the monitor are of type string/],
    [{ authenticate: "x", retention: { runs: "soon" } }, /option: authenticate is of type string.*\n.*retention\.runs/],
    [{ logger: { info: () => {} } }, /option: logger is of type object\. Give an object with the functions info/],
    [{ onHealthChange: 1, env: null }, /onHealthChange is of type number.*\n.*env is null/],
  ])("is everything where the options are %j", async (options, reason) => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => void stderr.mockRestore());
    const monitoring = createMonitoring(options as never);
    const base = await serve(express().use(monitoring.router));
    expect(await monitoring.start()).toMatchObject({ status: "down", state: "misconfigured" });
    expect(componentOf(monitoring, "configuration").reason).toMatch(reason);
    expect(stderr.mock.calls.join("\n")).toMatch(reason);
    expect((await askApp(base, "/runs")).status).toBe(503);
    await monitoring.stop();
  });

  it("is the alerting alone where its settings are wrong", { timeout: 60_000 }, async () => {
    const monitoring = embedded({ alerting: { enabled: true, email: { server: "smtp://mail.example.com" } } });
    const base = await serve(express().use(monitoring.router));
    expect(await monitoring.start()).toMatchObject({ status: "degraded", state: "running" });
    expect(componentOf(monitoring, "alerting")).toMatchObject({
      status: "down",
      reason: expect.stringMatching(/alerting\.email\.from is missing/),
    });
    expect(await post(otlpOf(monitoring), { body: endOf(1) })).toMatchObject({ status: 200 });
    expect((await askApp(base, "/runs")).status).toBe(200);
  });
});

describe("who is let in", () => {
  const withKey = (key: string): RequestInit => ({ headers: { authorization: `Bearer ${key}` } });

  it("are those whom the application knows, and keys beside them", { timeout: 60_000 }, async () => {
    const monitoring = embedded({ adminKey: ADMIN_KEY });
    const base = await serve(express().use(monitoring.router));
    await monitoring.start();
    expect((await askApp(base, "/runs")).status).toBe(200);
    expect((await askApp(base, "/runs", withKey(ADMIN_KEY))).status).toBe(200);
    expect((await askApp(base, "/runs", withKey(`${ADMIN_KEY}x`))).status).toBe(401);
  });

  it(
    "are those alone, where there are no keys; and nobody where the application cannot say",
    { timeout: 60_000 },
    async () => {
      const { logger, lines } = logged();
      let broken = false;
      const monitoring = embedded({
        adminKey: ADMIN_KEY,
        keys: false,
        logger,
        authenticate: async ({ headers }) => {
          if (broken) throw new Error("the session store is away");
          return headers["x-app-user"] === "ada" ? { id: "ada", role: "viewer" } : undefined;
        },
      });
      const base = await serve(express().use(monitoring.router));
      await monitoring.start();
      expect((await askApp(base, "/runs")).status).toBe(200);
      expect((await askApp(base, "/runs", withKey(ADMIN_KEY))).status).toBe(401);
      broken = true;
      expect((await askApp(base, "/runs")).status).toBe(503);
      expect(lines.join("\n")).toContain("the session store is away");
    },
  );

  it("is nobody where there is neither", async () => {
    const monitoring = embedded({ keys: false, authenticate: undefined as never });
    expect(await monitoring.start()).toMatchObject({ state: "misconfigured" });
    expect(componentOf(monitoring, "configuration").reason).toContain("keys: false");
  });
});

it("tells of each change of its health, and survives whom it tells", { timeout: 60_000 }, async () => {
  const told: string[] = [];
  const { logger, lines } = logged();
  const monitoring = embedded({
    logger,
    onHealthChange: ({ status }) => {
      told.push(status);
      throw new Error("whoever listens is broken");
    },
  });
  await monitoring.start();
  expect(told).toContain("up");
  expect(lines.join("\n")).toContain("whoever listens is broken");
  const before = monitoring.health();
  expect(before.components.every(({ sinceMs }) => sinceMs !== undefined && sinceMs <= Date.now())).toBe(true);
  await monitoring.stop();
  expect(told.at(-1)).toBe("down");
});

it("tells of jobs by the logger of the application, where there is one", { timeout: 60_000 }, async () => {
  const stdout = vi.spyOn(process.stdout, "write");
  onTestFinished(() => void stdout.mockRestore());
  const { logger, lines } = logged();
  const monitoring = embedded({ profile: "development", logger });
  await monitoring.start();
  await post(otlpOf(monitoring), { body: endOf(1) });
  const told = /billing\/invoice success/;
  await expect.poll(() => lines.filter((line) => told.test(line))).toEqual([expect.stringMatching(/^info /)]);
  expect(stdout.mock.calls.filter(([text]) => told.test(String(text)))).toEqual([]);
});

it("tells the program that schedules jobs what it knows of them", { timeout: 60_000 }, async () => {
  const monitoring = embedded();
  await expect(monitoring.job("invoice")).rejects.toThrow("does not run");
  await monitoring.start();
  for (const index of [1, 2, 3])
    await post(otlpOf(monitoring), { body: endOf(index, index === 3 ? "failure" : "success") });
  expect(await monitoring.job("invoice")).toMatchObject({
    name: "invoice",
    service: "billing",
    health: "failing",
    averageDurationMs: expect.closeTo(100, 3),
    consecutiveFailures: 1,
    runs: { success: 2, failure: 1 },
  });
  expect(await monitoring.job({ name: "invoice", service: "other" })).toBeUndefined();
});

it(
  "follows one request by one name: answer, access log, audit, and the line of its failure",
  { timeout: 60_000 },
  async () => {
    const data = dataDirectory();
    const { logger, lines } = logged();
    const monitoring = embedded({
      data,
      logger,
      api: { accessLog: "files" },
      alerting: { enabled: true, channels: ["console"] },
      authenticate: ({ headers }) => {
        if (headers["x-app-user"] === "nobody knows") throw new Error("no session store");
        return { id: "ada", role: "admin" };
      },
    });
    const base = await serve(express().use(monitoring.router));
    await monitoring.start();
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const headers = { "content-type": "application/json", traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    const made = await askApp(base, "/alerts/suppress", { method: "POST", headers, body: SILENCE });
    expect([made.status, made.headers.get("x-request-id")]).toEqual([201, trace]);
    const { body } = await askApp(base, "/audit?action=alerts.suppress");
    expect(body).toMatchObject({ items: [{ action: "alerts.suppress", request_id: trace, actor: "ada" }] });
    const failed = await askApp(base, "/jobs", {
      headers: { "x-app-user": "nobody knows", "x-request-id": "order-4711" },
    });
    expect(failed).toMatchObject({ status: 503, body: { request_id: "order-4711" } });
    expect(lines.join("\n")).toMatch(/GET \S+\/jobs failed \(request order-4711\): Error: no session store/);
    await monitoring.stop();
    const [log = ""] = globSync("logs/*", { cwd: data });
    const written = readFileSync(join(data, log), "utf8");
    expect(written).toContain(trace);
    expect(written).toContain("order-4711");
  },
);
