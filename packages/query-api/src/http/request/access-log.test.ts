import { once } from "node:events";
import { connect } from "node:net";

import { API_PREFIX } from "@jobscope/query-api";
import type { AccessEntry } from "@jobscope/query-api";
import { beforeEach, describe, expect, it } from "vitest";

import { KEY, serveApi } from "../../../test/api-server.ts";
import type { ApiServer } from "../../../test/api-server.ts";
import { NOW } from "../../../test/samples.ts";

let entries: AccessEntry[];
let api: ApiServer;
beforeEach(async () => {
  entries = [];
  api = await serveApi({ onAccess: (entry) => entries.push(entry) });
  return () => api[Symbol.asyncDispose]();
});

/** The client may have the answer before the server has told of it. */
const told = (count: number): Promise<void> => expect.poll(() => entries.length).toBe(count);

describe("the access log", () => {
  it("has each request with who sent it and what was sent back", async () => {
    const answer = await api.ask("jobs?limit=1&service=x");
    await told(1);
    expect(entries[0]).toEqual({
      atMs: NOW,
      method: "GET",
      path: `${API_PREFIX}/jobs`,
      status: 200,
      durationMs: expect.any(Number),
      bytes: Buffer.byteLength(answer.text),
      principal: "admin-key",
      address: "127.0.0.0",
      requestId: answer.headers["x-request-id"],
    });
    expect(entries[0]?.durationMs).toBeGreaterThan(0);
  });

  it("has those that were refused", async () => {
    await api.ask("jobs", { authorization: null });
    await api.ask("jobs", { headers: { host: "evil.example" } });
    await api.ask("jobs", { headers: { origin: "https://evil.example" } });
    await api.ask("jobs", { method: "PUT" });
    await api.ask("jobs?limit=x");
    await api.ask("nothing");
    await api.ask("health/live", { authorization: null });
    await api.ask("/elsewhere");
    await told(8);
    expect(entries.map(({ status, principal }) => [status, principal])).toEqual([
      [401, ""],
      [403, ""],
      [403, ""],
      [405, "admin-key"],
      [400, "admin-key"],
      [404, "admin-key"],
      [200, ""],
      [404, ""],
    ]);
    expect(entries.every(({ bytes }) => bytes > 0)).toBe(true);
  });

  it("counts no bytes of an answer without a body", async () => {
    await api.ask("jobs", { method: "HEAD" });
    await api.ask("jobs", { method: "OPTIONS" });
    await told(2);
    expect(entries.map(({ method, bytes }) => [method, bytes])).toEqual([
      ["HEAD", 0],
      ["OPTIONS", 0],
    ]);
  });

  it("counts bytes of text that is longer than it looks", async () => {
    const authenticate = (): never => {
      throw new Error("x");
    };
    await using server = await serveApi({ onAccess: (entry) => entries.push(entry), authenticate });
    const answer = await server.ask(`jobs/${encodeURIComponent("ü€😀")}`);
    await told(1);
    expect(entries[0]?.bytes).toBe(Buffer.byteLength(answer.text));
  });

  it("has a request whose sender went away", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    await using server = await serveApi({
      onAccess: (entry) => entries.push(entry),
      health: async () => {
        asked.resolve();
        await promise;
        return { status: "up", components: [] };
      },
    });
    const socket = connect(server.port, "127.0.0.1");
    socket.write(`GET ${API_PREFIX}/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await asked.promise;
    socket.destroy();
    await once(socket, "close");
    await told(1);
    resolve();
    expect(entries[0]).toMatchObject({ status: 499, bytes: 0 });
  });

  it("holds no query string, no key and no path without end", async () => {
    const key = "jsk_0123abcd_pasted-secret";
    await api.ask(`jobs?key=${KEY}&token=${key}`);
    await api.ask(`jobs/${key}?x`);
    await api.ask(`keys/${encodeURIComponent(encodeURIComponent(`x ${key}`))}/rotate`, { method: "POST" });
    await api.ask(`jobs/${"x".repeat(5000)}`);
    const socket = connect(api.port, "127.0.0.1");
    socket.end(`GET http://user:${key}@localhost${API_PREFIX}/status HTTP/1.0\r\nHost: localhost\r\n\r\n`);
    await once(socket.resume(), "close");
    await told(5);
    expect(JSON.stringify(entries)).not.toMatch(/pasted|of-the-admin|user:/);
    expect(entries.map(({ path }) => path.slice(API_PREFIX.length, API_PREFIX.length + 20))).toEqual([
      "/jobs",
      "/jobs/***",
      "/keys/***/rotate",
      `/jobs/${"x".repeat(14)}`,
      "/status",
    ]);
    expect(entries[3]?.path.length).toBe(2000);
  });
});
