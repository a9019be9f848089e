import { createAuditor } from "@jobscope/query-api";
import type { AuditorDeps } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FIRING } from "../../../test/alert-samples.ts";
import { KEY, serveApi } from "../../../test/api-server.ts";
import type { ApiServer } from "../../../test/api-server.ts";
import { memoryAccess } from "../../../test/memory-access.ts";
import type { MemoryAccess } from "../../../test/memory-access.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { NOW } from "../../../test/samples.ts";
import { scriptedAlerting, TOKEN } from "../../../test/scripted-alerting.ts";
import type { ScriptedAlerting } from "../../../test/scripted-alerting.ts";

const ENTRY: AuditEntry = {
  atMs: NOW,
  actor: "anonymous",
  role: "",
  action: "access",
  target: "GET /jobs",
  outcome: "denied",
  detail: "unauthorized: no key",
  address: "127.0.0.0",
  requestId: "r1",
  count: 1,
};

describe("denials", () => {
  let access: MemoryAccess;
  let failures: unknown[];
  let deps: AuditorDeps;
  beforeEach(() => {
    vi.useFakeTimers();
    access = memoryAccess();
    failures = [];
    deps = { admin: access.admin, nowMs: () => NOW, onFailure: (error) => failures.push(error), maxWaiting: 3 };
  });
  afterEach(() => vi.useRealTimers());

  it("that are equal become one entry within a minute", async () => {
    const auditor = createAuditor(deps);
    for (let n = 0; n < 100; n += 1) auditor.deny({ ...ENTRY, requestId: `r${n}`, atMs: NOW + n });
    auditor.deny({ ...ENTRY, address: "10.0.0.0" });
    await vi.advanceTimersByTimeAsync(59_999);
    expect(access.audits).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(access.audits).toEqual([
      { ...ENTRY, requestId: "r0", count: 100 },
      { ...ENTRY, address: "10.0.0.0" },
    ]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(access.commands).toHaveLength(1);
    auditor.deny(ENTRY);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(access.audits).toHaveLength(3);
  });

  it("beyond what may wait are counted", async () => {
    const auditor = createAuditor(deps);
    for (const target of ["a", "b", "c", "d", "e", "a", "e"]) auditor.deny({ ...ENTRY, target });
    await auditor.close();
    expect(access.audits.map(({ target, count }) => [target, count])).toEqual([
      ["a", 2],
      ["b", 1],
      ["c", 1],
      ["", 3],
    ]);
    expect(access.audits.at(-1)).toMatchObject({ outcome: "denied", atMs: NOW });
    expect(access.audits.at(-1)?.detail).toContain("3 more denials");
  });

  it("that could not be written are written later, in order, none twice", async () => {
    let broken = true;
    const admin: AuditorDeps["admin"] = {
      command: (command) => (broken ? Promise.reject(new Error("away")) : access.admin.command(command)),
    };
    const auditor = createAuditor({ ...deps, admin });
    auditor.deny({ ...ENTRY, target: "a" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failures).toHaveLength(1);
    auditor.deny({ ...ENTRY, target: "b" });
    auditor.deny({ ...ENTRY, target: "a" });
    await vi.advanceTimersByTimeAsync(60_000);
    for (const target of ["c", "d"]) auditor.deny({ ...ENTRY, target });
    broken = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(access.audits.map(({ target, count }) => [target, count])).toEqual([
      ["a", 2],
      ["b", 1],
      ["c", 1],
      ["", 1],
    ]);
    await auditor.close();
    expect(access.commands).toHaveLength(1);
  });

  it("that come while others are written are not lost", async () => {
    const auditor = createAuditor(deps);
    auditor.deny(ENTRY);
    const [first, second] = [auditor.flush(), auditor.flush()];
    auditor.deny({ ...ENTRY, target: "later" });
    await Promise.all([first, second]);
    await auditor.close();
    expect(access.audits.map(({ target, count }) => [target, count])).toEqual([
      ["GET /jobs", 1],
      ["later", 1],
    ]);
  });
});

describe("the audit of the API", () => {
  let access: MemoryAccess;
  let alerting: ScriptedAlerting;
  let api: ApiServer;
  beforeEach(async () => {
    access = memoryAccess();
    alerting = scriptedAlerting();
    const reader = { ...memoryReader(), ...access.reader };
    api = await serveApi({ alerting, reader, admin: access.admin });
    return () => api[Symbol.asyncDispose]();
  });

  /** What stands in it now; to look at it writes what waits. */
  const denials = async (): Promise<readonly (readonly unknown[])[]> => {
    await api.ask("audit");
    return access.audits.map(({ actor, target, detail, count }) => [actor, target, detail, count]);
  };

  it("has a line for each change of alerts, in the same transaction", async () => {
    const ends = { ends_time: "2026-11-25T18:00:00Z", comment: "a comment of somebody" };
    const matchers = [{ name: "job_name", value: "cleanup" }];
    await api.ask("alerts/suppress", { method: "POST", json: { alert_id: FIRING.id, ...ends } });
    await api.ask("alerts/suppress", { method: "POST", json: { matchers, ...ends } });
    await api.ask(`alerts/${FIRING.id}/ack`, { method: "POST" });
    await api.ask(`alerts/${FIRING.id}/snooze`, { method: "POST", json: { until_time: "2026-11-26" } });
    const last = await api.ask("silences/s-active", { method: "DELETE" });
    expect(alerting.audits.map(({ action, target, detail }) => [action, target, detail.slice(0, 51)])).toEqual([
      ["alerts.suppress", FIRING.id, 'until 2026-11-25T18:00:00.000Z: alertname="JobFaile'],
      ["alerts.suppress", "", 'until 2026-11-25T18:00:00.000Z: job_name="cleanup"'],
      ["alerts.ack", FIRING.id, ""],
      ["alerts.snooze", FIRING.id, "until 2026-11-26T00:00:00.000Z"],
      ["silences.expire", "s-active", ""],
    ]);
    expect(alerting.audits.at(-1)).toMatchObject({
      atMs: NOW,
      actor: "admin-key",
      role: "admin",
      outcome: "done",
      address: "127.0.0.0",
      requestId: last.headers["x-request-id"],
      count: 1,
    });
    expect(JSON.stringify(alerting.audits)).not.toContain("a comment of somebody");
    for (const { detail } of alerting.audits) expect(detail.length).toBeLessThanOrEqual(300);
  });

  it("has none for what only looks", async () => {
    const json = { alert_id: FIRING.id, ends_time: "2026-11-26", comment: "x", preview: true };
    await api.ask("alerts/suppress", { method: "POST", json });
    await api.ask(`alerts/${FIRING.id}`);
    await api.ask(`alerts/ack?token=${TOKEN}`, { authorization: null });
    await api.ask("alerts/suppress", { method: "POST", json: { ...json, preview: "x" } });
    expect([alerting.audits, await denials()]).toEqual([[], []]);
  });

  it("names the incident of a link, not who made the link up", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const send = async (token: string): Promise<number> =>
      (await api.ask("alerts/ack", { method: "POST", authorization: null, headers: form, body: `token=${token}` }))
        .status;
    expect([await send("made-up.0.x"), await send("made-up.0.y"), await send(TOKEN)]).toEqual([410, 410, 200]);
    expect(alerting.audits).toMatchObject([{ actor: "link:inc-1", role: "", action: "alerts.ack", target: "inc-1" }]);
    expect(await denials()).toEqual([["anonymous", "/alerts/ack", "The link was not signed by this monitor.", 2]]);
    expect(JSON.stringify([alerting.audits, access.audits])).not.toMatch(/made-up|c2lnbmF0dXJl/);
  });

  it("has who was not let do what, and why", async () => {
    const headers = { origin: "https://evil.example" };
    await api.ask("jobs/some-job", { authorization: null });
    await api.ask("jobs/another-job", { authorization: null });
    await api.ask("jobs", { authorization: "Bearer wrong" });
    await api.ask("made-up/by/a/stranger", { authorization: null });
    await api.ask("made-up", { authorization: null });
    await api.ask("silences/s-active", { method: "DELETE", headers });
    await api.ask("health/live", { headers: { host: "evil.example" } });
    await api.ask("alerts/suppress", {
      method: "POST",
      body: "x".repeat(70_000),
      headers: { "content-type": "application/json" },
    });
    expect(await denials()).toEqual([
      ["anonymous", "GET /jobs/{id}", "unauthorized: no key", 2],
      ["anonymous", "GET /jobs", "unauthorized: no valid key", 1],
      ["anonymous", "GET (another path)", "unauthorized: no key", 2],
      ["anonymous", "DELETE /silences/{id}", "The Origin header names another site.", 1],
      ["anonymous", "GET /health/live", "The Host header does not name this monitor.", 1],
      ["admin-key", "POST /alerts/suppress", "The body is larger than 65536 bytes.", 1],
    ]);
    expect(access.audits.every(({ outcome, action }) => outcome === "denied" && action === "access")).toBe(true);
    expect(access.audits[0]).toMatchObject({ address: "127.0.0.0", requestId: expect.stringMatching(/^[\da-f]{32}$/) });
  });

  it("has none for a mistake of somebody who may", async () => {
    for (const path of ["nothing", "jobs/x", "jobs?limit=x"]) await api.ask(path);
    await api.ask("jobs", { method: "PUT" });
    await api.ask("alerts/suppress", { method: "POST", body: "{", headers: { "content-type": "text/plain" } });
    expect(await denials()).toEqual([]);
  });

  it("is listed newest first, by filters, and checked", async () => {
    await api.ask("jobs", { authorization: null });
    await api.ask("keys", { method: "POST", json: { name: "x", role: "viewer" } });
    const { status, json } = await api.ask("audit?limit=1");
    expect([status, json.items.length, typeof json.next_cursor]).toEqual([200, 1, "string"]);
    expect(json.items[0]).toEqual({
      sequence: 2,
      time: "2026-11-25T12:00:00.000Z",
      actor: "anonymous",
      role: null,
      action: "access",
      target: "GET /jobs",
      outcome: "denied",
      detail: "unauthorized: no key",
      address: "127.0.0.0",
      request_id: expect.stringMatching(/^[\da-f]{32}$/),
      count: 1,
      digest: "d",
    });
    const next = await api.ask(`audit?limit=1&cursor=${json.next_cursor}`);
    expect(next.json).toMatchObject({ items: [{ sequence: 1, action: "keys.create" }], next_cursor: null });
    const count = async (query: string): Promise<number> => (await api.ask(`audit?${query}`)).json.items.length;
    expect([await count("actor=admin-key"), await count("action=access&outcome=done")]).toEqual([1, 0]);
    expect([await count("outcome=denied"), await count("to=2026-11-25T12:00:00Z")]).toEqual([1, 0]);
    expect((await api.ask("audit/check")).json).toEqual({ ok: false, entries: 2, broken_at: 7 });
  });

  it("holds no key, wherever somebody pasted one", async () => {
    const pasted = "jsk_0123abcd_pasted-secret";
    await api.ask(`jobs/${pasted}`, { authorization: `Bearer ${pasted}` });
    await api.ask(`jobs/x?key=${pasted}&token=${KEY}`, { authorization: null });
    await api.ask(`silences/${pasted}`, { method: "DELETE", headers: { origin: `https://${pasted}.example` } });
    const viewer = await serveApi({ admin: access.admin, authenticate: () => ({ id: "v", role: "viewer" }) });
    await viewer.ask(`silences/${pasted}`, { method: "DELETE" });
    await viewer[Symbol.asyncDispose]();
    expect(await denials()).not.toHaveLength(0);
    expect(JSON.stringify([access.audits, api.failures])).not.toMatch(/pasted|test-key-of-the-admin/);
  });

  it("goes on being written where the core was away", async () => {
    access.break(new Error("away"));
    await api.ask("jobs", { authorization: null });
    expect((await api.ask("audit")).status).toBe(200);
    expect(api.failures).toMatchObject([{ path: "audit" }]);
  });
});
