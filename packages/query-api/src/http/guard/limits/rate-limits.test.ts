import { adminKeyAuthenticator, createQueryApi, hashApiKey } from "@jobscope/query-api";
import type { RateLimits } from "@jobscope/query-api";
import express from "express";
import { describe, expect, it } from "vitest";

import { KEY, serve, serveApi } from "../../../../test/api-server.ts";
import type { Answer } from "../../../../test/api-server.ts";
import { memoryAccess } from "../../../../test/memory-access.ts";
import { memoryReader } from "../../../../test/memory-reader.ts";
import { NOW } from "../../../../test/samples.ts";
import { scriptedAlerting } from "../../../../test/scripted-alerting.ts";
import { ROUTES } from "../../routing/routes.ts";
import { BoundedStore } from "./bounded-store.ts";
import { createLimiters } from "./rate-limits.ts";

const WRONG = { authorization: "Bearer wrong" };
const NO_KEY = { authorization: null };

/** Statuses of `count` requests, one after the other. */
async function times(count: number, ask: () => Promise<Answer>): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n += 1) statuses.push((await ask()).status);
  return statuses;
}

function isTold(answer: Answer, limit: string): void {
  expect([answer.status, answer.json.type]).toEqual([429, "urn:jobscope:problem:too_many_requests"]);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const wait = Number(answer.headers["retry-after"]);
  expect([wait > 0, wait <= 60]).toEqual([true, true]);
  expect(String(answer.headers["ratelimit"])).toMatch(new RegExp(`"${limit}"; r=0; t=\\d+`));
  expect(answer.headers["ratelimit-policy"]).toMatch(new RegExp(`"${limit}"; q=\\d+; w=60`));
  expect(answer.headers["x-ratelimit-limit"]).toBeUndefined();
}

describe("wrong keys of one address", () => {
  it("end in 429, and a right one still gets in", async () => {
    await using api = await serveApi({ limits: { failures: 3 } });
    expect(await times(3, () => api.ask("status", WRONG))).toEqual([401, 401, 401]);
    isTold(await api.ask("nothing", WRONG), "failures");
    expect((await api.ask("status")).status).toBe(200);
    isTold(await api.ask("status", WRONG), "failures");
  });

  it("are counted apart from requests without any, which have a limit of their own", async () => {
    await using api = await serveApi({ limits: { failures: 1, anonymous: 2 } });
    expect(await times(2, () => api.ask("status", WRONG))).toEqual([401, 429]);
    expect(await times(2, () => api.ask("status", NO_KEY))).toEqual([401, 401]);
    isTold(await api.ask("status", NO_KEY), "anonymous");
    expect((await api.ask("status", { ...NO_KEY, headers: { cookie: "session=guess" } })).status).toBe(429);
    expect((await api.ask("status")).status).toBe(200);
  });
});

describe("one key", () => {
  it("may ask so often, whatever another one does", async () => {
    const authenticate = adminKeyAuthenticator(() => hashApiKey(KEY));
    let id = "one";
    await using api = await serveApi({
      limits: { requests: 2 },
      authenticate: async (request) => {
        const principal = await authenticate(request);
        return principal !== undefined && "role" in principal ? { ...principal, id } : undefined;
      },
    });
    const first = await api.ask("status");
    expect([first.headers["ratelimit-policy"], first.headers["ratelimit"]]).toEqual([
      expect.stringMatching(/^"requests"; q=2; w=60/),
      expect.stringMatching(/^"requests"; r=1; t=\d+/),
    ]);
    // What is not there counts as well: else it is a way to knock for ever.
    expect((await api.ask("nothing")).status).toBe(404);
    isTold(await api.ask("status"), "requests");
    id = "other";
    expect((await api.ask("status")).status).toBe(200);
  });

  it("may change keys and check the audit less often, and read all the while", async () => {
    const access = memoryAccess();
    const reader = { ...memoryReader(), ...access.reader };
    await using api = await serveApi({ limits: { costly: 2 }, reader, admin: access.admin });
    const make = (): Promise<Answer> => api.ask("keys", { method: "POST", json: { name: "x", role: "viewer" } });
    expect(await times(2, make)).toEqual([201, 201]);
    isTold(await make(), "costly");
    isTold(await api.ask("audit/check"), "costly");
    expect([(await api.ask("keys")).status, (await api.ask("audit")).status]).toEqual([200, 200]);
    expect(access.audits.at(-1)).toMatchObject({ outcome: "denied", actor: "admin-key", count: 1 });
    expect(access.audits.at(-1)?.detail).toContain("more than 2");
  });

  it("is told of both limits where both count", async () => {
    await using api = await serveApi({ limits: { requests: 9, costly: 2 } });
    const { headers } = await api.ask("export?type=runs");
    expect(headers["ratelimit-policy"]).toMatch(/^"requests"; q=9; .*, "costly"; q=2; /);
    expect(headers["ratelimit"]).toMatch(/^"requests"; r=8; .*, "costly"; r=1; /);
    expect((await api.ask("runs")).headers["ratelimit-policy"]).not.toContain("costly");
  });
});

describe("pages for everybody", () => {
  it("the link of a notification may be tried so often", async () => {
    await using api = await serveApi({ limits: { ack: 3 }, alerting: scriptedAlerting() });
    expect(await times(3, () => api.ask("alerts/ack?token=guess", NO_KEY))).toEqual([410, 410, 410]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    isTold(await api.ask("alerts/ack", { ...NO_KEY, method: "POST", headers, body: "token=guess" }), "ack");
    expect((await api.ask("health/live", NO_KEY)).status).toBe(200);
  });

  it("orchestrators may ask as often as they do", async () => {
    await using api = await serveApi({ limits: {} });
    const statuses = await times(300, () => api.ask("health/ready", NO_KEY));
    expect(new Set(statuses)).toEqual(new Set([200]));
    isTold(await api.ask("health/live", NO_KEY), "probes");
    expect((await api.ask("status")).status).toBe(200);
  });

  it("every route for everybody, every export and every change of keys has a limit of its own", () => {
    const limited = ROUTES.filter((route) => route.limit !== "requests").map(({ method, path }) => `${method} ${path}`);
    const wanted = ROUTES.filter(
      ({ access, method, path }) =>
        access === "public" ||
        access === "export" ||
        path === "/audit/check" ||
        (path.startsWith("/keys") && method !== "GET"),
    );
    expect(limited).toEqual(wanted.map(({ method, path }) => `${method} ${path}`));
    expect(limited).toContain("POST /keys/:id/rotate");
  });
});

describe("in an application of somebody else", () => {
  const LIMITS: Partial<RateLimits> = { failures: 1 };
  const routerOf = (): express.Router =>
    createQueryApi({
      reader: memoryReader(),
      health: async () => ({ status: "up", components: [] }),
      admin: memoryAccess().admin,
      authenticate: () => undefined,
      nowMs: () => NOW,
      allowedHosts: [],
      onFailure: () => {},
      limits: LIMITS,
    });

  async function statusOf(app: express.Express, addresses: readonly string[]): Promise<readonly number[]> {
    await using server = await serve(app);
    const statuses: number[] = [];
    for (const address of addresses) {
      const headers = { "x-forwarded-for": address };
      statuses.push((await server.ask("status", { ...WRONG, headers })).status);
    }
    return statuses;
  }

  it("callers are those that it trusts its proxy to name, by the network of an IPv6 address", async () => {
    const app = express().set("trust proxy", 1).use(routerOf());
    const addresses = ["203.0.113.1", "203.0.113.2", "203.0.113.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"];
    expect(await statusOf(app, addresses)).toEqual([401, 401, 429, 401, 429, 401]);
  });

  it("nobody is taken for what he says he is", async () => {
    expect(await statusOf(express().use(routerOf()), ["203.0.113.1", "203.0.113.2"])).toEqual([401, 429]);
  });
});

describe("the memory of a limit", () => {
  it("is bounded: those are forgotten whose minute began first", () => {
    let nowMs = 0;
    const store = new BoundedStore(60_000, { maxEntries: 3, nowMs: () => nowMs });
    for (const key of ["a", "a", "b", "c", "a", "d"]) store.increment(key);
    expect(store.size).toBe(3);
    expect([store.increment("b").totalHits, store.increment("a").totalHits]).toEqual([2, 1]);
    nowMs = 60_000;
    store.increment("e");
    expect(store.size).toBe(1);
  });

  it("is for one minute at a time", () => {
    let nowMs = 0;
    const store = new BoundedStore(60_000, { nowMs: () => nowMs });
    store.increment("a");
    nowMs = 59_999;
    expect(store.increment("a")).toEqual({ totalHits: 2, resetTime: new Date(60_000) });
    nowMs = 60_000;
    expect(store.increment("a")).toEqual({ totalHits: 1, resetTime: new Date(120_000) });
    store.decrement("a");
    store.decrement("a");
    store.decrement("nobody");
    expect(store.increment("a").totalHits).toBe(1);
    store.resetKey("a");
    expect(store.size).toBe(0);
  });

  it("does not stop at a hundred thousand senders", () => {
    const store = new BoundedStore(60_000);
    for (let n = 0; n < 100_000; n += 1) store.increment(`sender ${n}`);
    expect(store.size).toBe(10_000);
  });
});

it("a limit of 0 is none", async () => {
  let passed = 0;
  const { requests } = createLimiters({ requests: 0 });
  for (let n = 0; n < 1000; n += 1) requests({} as never, {} as never, () => (passed += 1));
  expect(passed).toBe(1000);
});
