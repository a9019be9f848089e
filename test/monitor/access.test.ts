import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openAccessStore } from "@jobscope/store";
import { type MonitorConfig, storeFileOf } from "jobscope";
import { describe, expect, it, onTestFinished } from "vitest";

import { selfSigned } from "../../packages/jobscope/test/self-signed.ts";
import { ADMIN_KEY } from "../support/admin-key.ts";
import { logsBody, runEnd, runIdOf } from "../support/job-events.ts";
import { ask, configOf, dataDirectory, makeKey, startMonitor } from "../support/monitors.ts";
import { post } from "../support/otlp-client.ts";

const PREFIX = "/api/scheduler-monitoring";
const bodyOf = (service: string, n = 1): string =>
  logsBody({ service, instance: "i" }, [runEnd({ job: "invoice", runId: runIdOf(n), startMs: Date.now() }, "success")]);

const statusOf = async (api: string, key: string, path = "/jobs"): Promise<number> =>
  (await fetch(`${api}${PREFIX}${path}`, { headers: { authorization: `Bearer ${key}` } })).status;

describe("keys of the API", () => {
  it("open it from the moment they are made, over a restart, until somebody revokes them beside the monitor", async () => {
    const config = configOf(dataDirectory());
    const first = await startMonitor(config);
    const { id, key } = await makeKey(first.apiAddress, { name: "grafana", role: "viewer" });
    expect([await statusOf(first.apiAddress, key), await statusOf(first.apiAddress, key, "/keys")]).toEqual([200, 403]);
    expect(await statusOf(first.apiAddress, `${key.slice(0, -2)}xx`)).toBe(401);
    await first.stop();
    const second = await startMonitor(config);
    expect(await statusOf(second.apiAddress, key)).toBe(200);
    const store = openAccessStore({ path: storeFileOf(config.dataDir) });
    const stored = store.keys().find((one) => one.id === id);
    if (stored === undefined) throw new Error("the key is not stored");
    expect(stored.lastUsedMs).toBeGreaterThan(0);
    store.writeKey({ ...stored, revokedMs: Date.now() });
    store.close();
    await expect.poll(() => statusOf(second.apiAddress, key), { timeout: 10_000, interval: 100 }).toBe(401);
    await second.stop();
    const third = await startMonitor({ ...config, adminKey: `${ADMIN_KEY}-another` });
    expect(await statusOf(third.apiAddress, ADMIN_KEY)).toBe(401);
    await third.stop();
    const after = openAccessStore({ path: storeFileOf(config.dataDir) });
    onTestFinished(() => after.close());
    expect(after.checkAudit().ok).toBe(true);
    const { items } = after.audit({ limit: 100 });
    const replaced = items.filter(({ action }) => action === "keys.replace_admin");
    expect(replaced).toEqual([expect.objectContaining({ actor: "admin-key", target: "admin-key", outcome: "done" })]);
    expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toContain("keys.create done");
    expect(items).toContainEqual(expect.objectContaining({ action: "access", outcome: "denied", actor: id }));
    expect(JSON.stringify(items)).not.toContain(key);
  });
});

describe("ingest tokens", () => {
  it("are needed where the setting says so; what is refused is not stored, and is told and written down", async () => {
    const data = dataDirectory();
    const lines: string[] = [];
    const config = configOf(data, { "otlp.requireToken": "on" });
    const monitor = await startMonitor(config, { warn: (line) => lines.push(line) });
    const { otlpAddress: otlp, apiAddress: api } = monitor;
    const { key } = await makeKey(api, { name: "shop", kind: "ingest", services: ["billing"] });
    const send = (authorization: string | undefined, service: string, n?: number) =>
      post(otlp, { body: bodyOf(service, n), headers: authorization === undefined ? {} : { authorization } });
    expect(await send(undefined, "billing")).toMatchObject({
      status: 401,
      text: expect.stringContaining("OTEL_EXPORTER_OTLP_HEADERS"),
    });
    expect(await send("Bearer jsi_wrong", "billing")).toMatchObject({ status: 401 });
    expect(await send(`Bearer ${ADMIN_KEY}`, "billing")).toMatchObject({ status: 401 });
    expect(await send(`Bearer ${key}`, "mail", 2)).toMatchObject({
      status: 403,
      text: expect.stringContaining('names the service \\"mail\\"'),
    });
    expect(await send(`Bearer ${key}`, "billing", 3)).toMatchObject({ status: 200 });
    expect(await ask(api, "/runs")).toMatchObject({ body: { items: [{ run_id: runIdOf(3) }] } });
    expect(await statusOf(api, key)).toBe(401);
    expect(lines[0]).toMatch(/^otlp: a request without a valid token was refused/);
    await monitor.stop();
    const store = openAccessStore({ path: storeFileOf(data) });
    onTestFinished(() => store.close());
    const denied = store.audit({ limit: 10, action: "ingest" }).items;
    expect(new Set(denied.map(({ detail, count, address }) => `${count} ${address} ${detail}`))).toEqual(
      new Set([
        "2 127.0.0.0 no such token",
        "1 127.0.0.0 no token was sent",
        "1 127.0.0.0 the token is bound to other services",
      ]),
    );
    // Whoever took the token of a sender for a key of the API finds out why it does not open it.
    expect(store.audit({ limit: 10, action: "access" }).items).toMatchObject([
      { detail: "unauthorized: the key is for sending telemetry", outcome: "denied" },
    ]);
  });

  it("are not needed on loopback, but one that is sent must be right", async () => {
    const monitor = await startMonitor(configOf(dataDirectory()));
    const { otlpAddress: otlp, apiAddress: api } = monitor;
    expect((await post(otlp, { body: bodyOf("billing") })).status).toBe(200);
    const { id, key } = await makeKey(api, { name: "shop", kind: "ingest" });
    const headers = { authorization: `Bearer ${key}` };
    expect((await post(otlp, { body: bodyOf("any", 2), headers })).status).toBe(200);
    const revoked = await fetch(`${api}${PREFIX}/keys/${id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    expect(revoked.status).toBeLessThan(300);
    expect((await post(otlp, { body: bodyOf("any", 3), headers })).status).toBe(401);
  });
});

describe("the access log", () => {
  const linesOf = ({ dataDir }: MonitorConfig): readonly Record<string, unknown>[] => {
    const folder = join(dataDir, "logs");
    return readdirSync(folder).flatMap((file) => {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      const lines = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    });
  };

  it("names every request and who sent it, never a key, and believes a proxy only where it is told to", async () => {
    const config = configOf(dataDirectory(), {
      "api.accessLog": "files",
      behindProxy: "on",
      "otlp.requireToken": "off",
    });
    const monitor = await startMonitor(config);
    const get = (path: string, key: string) =>
      fetch(`${monitor.apiAddress}${PREFIX}${path}`, {
        headers: { authorization: `Bearer ${key}`, "x-forwarded-for": "198.51.100.77, 203.0.113.99" },
      });
    await get("/jobs?access_token=not-shown", ADMIN_KEY);
    await get("/jobs", "a-wrong-key-that-is-not-shown");
    await monitor.stop();
    const lines = linesOf(config);
    expect(lines).toMatchObject([
      { method: "GET", path: `${PREFIX}/jobs`, status: 400, principal: "admin-key", address: "203.0.113.0" },
      { status: 401, principal: "", address: "203.0.113.0" },
    ]);
    expect(JSON.stringify(lines)).not.toContain("not-shown");
  });

  it("takes the address of the connection where no proxy is named", async () => {
    const config = configOf(dataDirectory(), { "api.accessLog": "files" });
    const monitor = await startMonitor(config);
    await fetch(`${monitor.apiAddress}${PREFIX}/health/live`, { headers: { "x-forwarded-for": "203.0.113.99" } });
    await monitor.stop();
    expect(linesOf(config)).toMatchObject([{ status: 200, address: "127.0.0.0" }]);
  });

  it("fails no request where it cannot be written, and health says so", async () => {
    const config = configOf(dataDirectory(), { "api.accessLog": "files" });
    const monitor = await startMonitor(config);
    rmSync(join(config.dataDir, "logs"), { recursive: true, force: true });
    writeFileSync(join(config.dataDir, "logs"), "in the way");
    const health = async (): Promise<unknown> => {
      const { status, body } = await ask(monitor.apiAddress, "/health");
      expect(status).toBe(200);
      return (body as { components: { name: string; status: string }[] }).components
        .filter(({ name }) => name === "access")
        .map(({ status: shown }) => shown);
    };
    await expect.poll(health, { timeout: 10_000 }).toContain("degraded");
  });
});

describe("HTTPS", () => {
  it("is spoken on both ports", async () => {
    const folder = mkdtempSync(join(tmpdir(), "jobscope-tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { cert, key } = selfSigned();
    const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    const flags = { "tls.cert": certFile, "tls.key": keyFile, "otlp.addr": "0.0.0.0:0", "api.addr": "0.0.0.0:0" };
    const monitor = await startMonitor(configOf(dataDirectory(), flags));
    const send = async (url: string, options: object, body?: string): Promise<number | undefined> => {
      const sent = httpsRequest(url.replace("0.0.0.0", "127.0.0.1"), { ca: cert, ...options });
      sent.end(body);
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    expect(monitor.otlpAddress).toMatch(/^https:/);
    const authorization = `Bearer ${ADMIN_KEY}`;
    expect(await send(`${monitor.apiAddress}${PREFIX}/jobs`, { headers: { authorization } })).toBe(200);
    const otlp = { method: "POST", headers: { "content-type": "application/json" } };
    // Others reach it, so a token is needed.
    expect(await send(`${monitor.otlpAddress}/v1/logs`, otlp, bodyOf("billing"))).toBe(401);
  });
});
