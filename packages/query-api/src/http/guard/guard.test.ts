import { request } from "node:http";

import { adminKeyAuthenticator, hashApiKey, matchesApiKey } from "@jobscope/query-api";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FIRING } from "../../../test/alert-samples.ts";
import { KEY, serve, serveApi } from "../../../test/api-server.ts";
import type { ApiServer } from "../../../test/api-server.ts";
import { scriptedAlerting } from "../../../test/scripted-alerting.ts";
import { createQueryApi } from "../create-query-api.ts";

/** Everything that changes something. */
const WRITES = [
  ["POST", "alerts/suppress"],
  ["POST", `alerts/${FIRING.id}/ack`],
  ["POST", `alerts/${FIRING.id}/snooze`],
  ["DELETE", "silences/s-active"],
  ["POST", "alerts/ack"],
] as const;

let api: ApiServer;
beforeAll(async () => (api = await serveApi({ allowedHosts: ["monitor.example.com"] })));
afterAll(() => api[Symbol.asyncDispose]());

describe("admin key", () => {
  it("answers with the right key", async () => {
    expect((await api.ask("status")).status).toBe(200);
  });

  it.each([
    "status",
    "jobs",
    "jobs/x",
    "runs",
    "runs/x",
    "slots",
    "health",
    "alerts",
    "alerts/x",
    "silences",
    "nothing-here",
  ])("refuses %s without a key, whether or not it exists", async (path) => {
    const answer = await api.ask(path, { authorization: null });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="jobscope"');
    expect(answer.json).toMatchObject({ type: "urn:jobscope:problem:unauthorized", status: 401 });
  });

  it("learns nothing of a request without a key: neither its method nor its body is looked at", async () => {
    const alerting = scriptedAlerting();
    await using server = await serveApi({ alerting });
    for (const [method, path] of WRITES.filter(([, one]) => one !== "alerts/ack")) {
      for (const options of [
        {},
        { body: "{", headers: { "content-type": "text/plain" } },
        { body: "x".repeat(70_000) },
      ]) {
        const answer = await server.ask(path, { method, authorization: null, ...options });
        expect([path, answer.status]).toEqual([path, 401]);
      }
    }
    for (const method of ["OPTIONS", "PUT", "HEAD"]) {
      expect((await server.ask("alerts/suppress", { method, authorization: null })).status).toBe(401);
    }
    for (const path of ["alerts/ack/x", "alerts/%61ck", "alerts/ackx", "alerts/ack%2F", "alerts/%zz"]) {
      expect([path, (await server.ask(path, { authorization: null })).status]).toEqual([path, 401]);
    }
    expect(alerting.commands).toEqual([]);
  });

  it.each([`Bearer ${KEY}x`, `Bearer ${KEY.slice(1)}`, "Bearer", "Bearer ", KEY, `Basic ${btoa(`admin:${KEY}`)}`, ""])(
    "refuses the header %j",
    async (authorization) => {
      const answer = await api.ask("status", { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
      expect(answer.text).not.toContain(KEY.slice(1));
    },
  );

  it("takes the scheme in any case", async () => {
    expect((await api.ask("status", { authorization: `bearer ${KEY}` })).status).toBe(200);
  });

  it.each(["access_token", "token", "api_key", "key", "authorization"])(
    "does not read a key from the query parameter %s, nor repeat it",
    async (name) => {
      for (const key of [KEY, "wrong-key-of-somebody"]) {
        const without = await api.ask(`status?${name}=${key}`, { authorization: null });
        expect(without.status).toBe(401);
        const with_ = await api.ask(`status?${name}=${key}&${key}=1`);
        expect(with_.status).toBe(400);
        expect(with_.json.errors[0].parameter).toBe(name);
        for (const answer of [without, with_]) {
          expect(answer.text).not.toContain(key);
          expect(JSON.stringify(answer.headers)).not.toContain(key);
        }
        expect(JSON.stringify(api.failures)).not.toContain(key);
      }
    },
  );

  it("stores a salted hash, never the key, and compares with it", () => {
    const stored = hashApiKey(KEY);
    expect(stored).toMatch(/^sha256\$[\w-]{22}\$[\w-]{43}$/);
    expect(stored).not.toContain(KEY);
    expect(hashApiKey(KEY)).not.toBe(stored);
    expect(matchesApiKey(KEY, stored)).toBe(true);
    expect(matchesApiKey(`${KEY} `, stored)).toBe(false);
    expect(matchesApiKey("", "")).toBe(false);
    expect(matchesApiKey("", "sha256$$")).toBe(false);
  });

  it("knows nobody while no hash is stored, and counts a changed hash at once", () => {
    let stored: string | undefined;
    const authenticate = adminKeyAuthenticator(() => stored);
    const asking = Object.create(express.request, { headers: { value: { authorization: `Bearer ${KEY}` } } });
    expect(authenticate(asking)).toBeUndefined();
    stored = hashApiKey(KEY);
    expect(authenticate(asking)).toEqual({ id: "admin-key", role: "admin" });
    stored = hashApiKey("another");
    expect(authenticate(asking)).toBeUndefined();
  });
});

describe("probes", () => {
  it("say up without a key and nothing else", async () => {
    for (const path of ["health/live", "health/ready", "health/ready?probe=lb"]) {
      const answer = await api.ask(path, { authorization: null });
      expect([answer.status, answer.text]).toEqual([200, '{"status":"up"}']);
    }
  });

  it("degraded is ready, down is not, and either is alive", async () => {
    for (const [status, code] of [
      ["degraded", 200],
      ["down", 503],
    ] as const) {
      await using server = await serveApi({ health: async () => ({ status, components: [] }) });
      expect((await server.ask("health/ready", { authorization: null })).status).toBe(code);
      expect((await server.ask("health/live", { authorization: null })).status).toBe(200);
    }
  });

  it("a health that cannot be collected is down, and the host is told", async () => {
    await using server = await serveApi({ health: () => Promise.reject(new Error("secret detail")) });
    const answer = await server.ask("health/ready", { authorization: null });
    expect([answer.status, answer.text]).toEqual([503, '{"status":"down"}']);
    expect(server.failures).toHaveLength(1);
  });
});

describe("browsers", () => {
  it.each([
    "localhost",
    "localhost:4319",
    "LOCALHOST",
    "app.localhost:1",
    "127.0.0.1:4319",
    "[::1]:4319",
    "10.0.0.7",
    "monitor.example.com:443",
  ])("answers the Host %s", async (host) => {
    expect((await api.ask("status", { headers: { host } })).status).toBe(200);
  });

  it.each([
    "evil.example",
    "evil.example:4319",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil@127.0.0.1",
    "127.0.0.1:x",
  ])("refuses the Host %j even with the right key (DNS rebinding)", async (host) => {
    const answer = await api.ask("health/live", { headers: { host } });
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({ type: "urn:jobscope:problem:forbidden_host" });
  });

  it.each(["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1.evil.example"])(
    "refuses the Origin %s",
    async (origin) => {
      expect((await api.ask("status", { headers: { origin } })).status).toBe(403);
    },
  );

  it("answers its own Origin and that of an allowed host", async () => {
    for (const origin of [api.url, "https://monitor.example.com"]) {
      const answer = await api.ask("status", { headers: { origin } });
      expect(answer.status).toBe(200);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it.each(["cross-site", "same-site", "CROSS-SITE", "something-new"])(
    "refuses to change anything for a page that the browser calls %s, and lets it read",
    async (site) => {
      const alerting = scriptedAlerting();
      await using server = await serveApi({ alerting });
      const headers = { "sec-fetch-site": site };
      for (const [method, path] of WRITES) {
        const answer = await server.ask(path, { method, headers });
        expect([path, answer.status, answer.json.type]).toEqual([path, 403, "urn:jobscope:problem:forbidden_origin"]);
      }
      expect(alerting.commands).toEqual([]);
      expect((await server.ask("alerts", { headers })).status).toBe(200);
    },
  );

  it.each(["same-origin", "none"])("lets a page that the browser calls %s change something", async (site) => {
    const alerting = scriptedAlerting();
    await using server = await serveApi({ alerting });
    const headers = { "sec-fetch-site": site, origin: server.url };
    expect((await server.ask(`alerts/${FIRING.id}/ack`, { method: "POST", headers })).status).toBe(200);
    expect(alerting.commands).toHaveLength(1);
  });

  it.each(["https://evil.example", "null", "http://localhost:3000"])(
    "changes nothing for a page whose Origin is %s, though its browser sends nothing else",
    async (origin) => {
      const alerting = scriptedAlerting();
      await using server = await serveApi({ alerting });
      for (const [method, path] of WRITES) {
        expect([path, (await server.ask(path, { method, headers: { origin } })).status]).toEqual([path, 403]);
      }
      expect(alerting.commands).toEqual([]);
    },
  );

  it("* allows any Host", async () => {
    await using server = await serveApi({ allowedHosts: ["*"] });
    expect((await server.ask("status", { headers: { host: "anything.example" } })).status).toBe(200);
    expect((await server.ask("status", { headers: { origin: "https://evil.example" } })).status).toBe(403);
  });

  it("sends no technology and no permission along", async () => {
    for (const path of ["status", "nothing", "/elsewhere"]) {
      const { headers } = await api.ask(path);
      expect(headers["x-powered-by"]).toBeUndefined();
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["content-security-policy"]).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["cache-control"]).toMatch(/no-cache|no-store/);
    }
  });
});

describe("in an application of somebody else", () => {
  it("answers below the prefix and lets the rest pass", async () => {
    const app = express();
    app.use(
      createQueryApi({
        reader: { status: () => Promise.reject(new Error("not asked")) } as never,
        health: async () => ({ status: "up", components: [] }),
        authenticate: () => undefined,
        admin: { command: () => Promise.reject(new Error("nobody writes here")) },
        nowMs: () => 0,
        allowedHosts: [],
        onFailure: () => {},
      }),
    );
    app.get("/own", (_request, response) => void response.send("mine"));
    await using server = await serve(app);
    expect((await server.ask("/own", { headers: { host: "shop.example" } })).text).toBe("mine");
    expect((await server.ask("status")).status).toBe(401);
    expect((await server.ask("health/live")).json).toEqual({ status: "up" });
  });
});

it("survives a request line that is no URL", async () => {
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const raw = request({ host: "127.0.0.1", port: api.port, path: "//", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    raw.on("error", reject).end();
  });
  expect(answer).toBe(404);
});
