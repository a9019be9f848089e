import { InvalidCursorError } from "@jobscope/store";
import { createReader } from "@jobscope/store";
import type { StoreReader } from "@jobscope/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { ApiServer } from "../../../test/api-server.ts";
import { memoryReader } from "../../../test/memory-reader.ts";

let api: ApiServer;
beforeAll(async () => (api = await serveApi()));
afterAll(() => api[Symbol.asyncDispose]());

describe("parameters", () => {
  it.each([
    ["runs?limit=0", "limit", "1 to 1000"],
    ["runs?limit=1001", "limit", "1 to 1000"],
    ["runs?limit=ten", "limit", "1 to 1000"],
    ["runs?limit=1.5", "limit", "1 to 1000"],
    ["runs?limit=-1", "limit", "1 to 1000"],
    ["runs?limit=", "limit", "1 to 1000"],
    ["runs?limit=1&limit=2", "limit", "once"],
    ["jobs?runs=101", "runs", "0 to 100"],
    ["jobs?limit=1000&runs=100", "runs", "runs=2, or limit=20"],
    ["jobs?limit=21&runs=100", "runs", "limit=20"],
    ["jobs/x?runs=many", "runs", "0 to 100"],
    ["runs?lmit=5", "lmit", "Did you mean limit?"],
    ["runs?job[]=a", "job[]", "Did you mean job?"],
    ["runs?limit2=5", "limit2", "Did you mean limit?"],
    ["runs?%E2%82%AC%0Ax=5", "?x", "Allowed: limit"],
    ["runs?jsk_abcdefgh=1", "(unnamed)", "Allowed: limit"],
    ["runs?zzz=5", "zzz", "Allowed: limit, cursor"],
    ["status?limit=5", "limit", "takes no parameters"],
    ["runs?result=failed", "result", "success, failure, error"],
    ["runs?result=running", "result", "Allowed"],
    ["runs?state=succes", "state", 'Did you mean "success"?'],
    ["runs?result=failure&state=running", "result", "state"],
    ["runs?result=", "result", "Allowed"],
    ["jobs?health=ill", "health", "healthy"],
    ["slots?state=lost", "state", "missed"],
    ["alerts?active=yes", "active", "true, false"],
    ["alerts?active=", "active", "true, false"],
    ["alerts?active=true&active=false", "active", "once"],
    ["alerts?active=true&state=firing", "active", "state=firing,stale"],
    ["alerts?state=fireing", "state", 'Did you mean "firing"?'],
    ["alerts?severity=critical,warning", "severity", "critical, warning, info"],
    ["alerts?rule=", "rule", "leave the parameter out"],
    ["alerts?job_id=x", "job_id", "Allowed"],
    ["alerts?from=2026-11-26&to=2026-11-25", "to", "after"],
    ["alerts/al-firing?explain=1", "explain", "takes no parameters"],
    ["silences?limit=0", "limit", "1 to 1000"],
    ["silences?state=active", "state", "Allowed: limit, cursor"],
    ["keys?kind=both", "kind", "api, ingest"],
    ["keys?state=activ", "state", 'Did you mean "active"?'],
    ["audit?outcome=ok", "outcome", "done, denied, failed"],
    ["audit?from=2026-11-26&to=2026-11-25", "to", "after"],
    ["audit/check?limit=1", "limit", "takes no parameters"],
    ["runs?from=yesterday", "from", "ISO 8601"],
    ["runs?from=2026-11-25T09:00:00", "from", "zone"],
    ["runs?from=2026-02-30", "from", "ISO 8601"],
    ["runs?to=2026-13-01T00:00:00Z", "to", "ISO 8601"],
    ["runs?from=1764028800000", "from", "ISO 8601"],
    ["runs?from=2026-11-25&to=2026-11-25", "to", "after"],
    ["slots?from=2026-11-26&to=2026-11-25", "to", "after"],
    ["runs?job=", "job", "leave the parameter out"],
    ["runs?error_type=", "error_type", "leave the parameter out"],
    ["runs?job_id=garbage", "job_id", "from GET jobs"],
    ["slots?job_id=production~shop~billing", "job_id", "from GET jobs"],
    [`runs?job_id=~~s~${"x".repeat(2000)}`, "job_id", "from GET jobs"],
    ["runs?cursor=", "cursor", "leave the parameter out"],
    [`runs?service=${"x".repeat(2001)}`, "service", "2,000"],
    [`runs?environment=${"x".repeat(501)}`, "environment", "500"],
    ["runs?__proto__=1", "__proto__", "Allowed"],
    ["runs?constructor=1", "constructor", "Allowed"],
  ])("refuses %s", async (path, parameter, fix) => {
    const answer = await api.ask(path);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json).toMatchObject({
      type: "urn:jobscope:problem:invalid_parameter",
      title: "Invalid parameter",
      status: 400,
      instance: `/api/scheduler-monitoring/${path.split("?")[0]}`,
      parameter,
    });
    expect(answer.json.fix).toContain(fix);
    expect(answer.json.detail).toContain(parameter);
  });

  it("lists every parameter at fault", async () => {
    const { json } = await api.ask("runs?limit=x&from=y&unknown=1&result=no");
    const named = json.errors.map(({ parameter }: { parameter: string }) => parameter);
    expect(named.toSorted()).toEqual(["from", "limit", "result", "unknown"]);
  });

  it("repeats short values, describes long ones and keys", async () => {
    expect((await api.ask("runs?limit=ten")).json.detail).toContain('"ten"');
    for (const value of ["x".repeat(100), "jsk_abc"]) {
      const { json } = await api.ask(`runs?limit=${value}`);
      expect(json.detail).toContain(`a text of ${value.length} characters`);
      expect(JSON.stringify(json)).not.toContain(value);
    }
  });

  it("survives a query string of thousands of parameters", async () => {
    const query = Array.from({ length: 1000 }, (_, number) => `a${number}=1`).join("&");
    expect((await api.ask(`runs?${query}`)).status).toBe(400);
  });

  it("refuses more parameters than it reads, and reads all of those that it takes", async () => {
    const statesAnd = (count: number, last: string): string => `runs?${"state=success&".repeat(count)}${last}`;
    const most = await api.ask(statesAnd(49, "service=nobody"));
    expect([most.status, most.json.items]).toEqual([200, []]);
    for (const path of [
      statesAnd(50, "service=nobody"),
      `export?type=runs&${"state=success&".repeat(50)}service=nobody`,
    ]) {
      const { json } = await api.ask(path);
      expect(json).toMatchObject({ status: 400, parameter: "" });
      expect(json.detail).toContain("more than 50 parameters");
    }
  });
});

describe("methods and paths", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE"])("answers %s with what is allowed", async (method) => {
    for (const path of ["jobs", "runs/x", "health/live"]) {
      const answer = await api.ask(path, { method });
      expect([answer.status, answer.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
      expect(answer.json).toMatchObject({ type: "urn:jobscope:problem:method_not_allowed" });
    }
  });

  it("answers HEAD as GET without a body", async () => {
    const head = await api.ask("jobs", { method: "HEAD" });
    const get = await api.ask("jobs");
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });

  it("answers OPTIONS with the methods and no body", async () => {
    const answer = await api.ask("runs", { method: "OPTIONS" });
    expect([answer.status, answer.headers.allow, answer.text]).toEqual([204, "GET, HEAD, OPTIONS", ""]);
  });

  it("says what there is where there is nothing", async () => {
    for (const path of ["", "alerts2", "/api/scheduler-monitoring/../../etc/passwd"]) {
      const answer = await api.ask(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.json.fix).toContain("jobs/{id}");
    }
  });

  it("does not say what there is where nobody is asked for a key", async () => {
    for (const path of ["/", "/api", "/etc/passwd"]) {
      const answer = await api.ask(path, { authorization: null });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.json.fix).toBe("The API is below /api/scheduler-monitoring/.");
    }
  });

  it("answers a path that cannot be decoded with 400", async () => {
    const answer = await api.ask("jobs/%zz");
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ type: "urn:jobscope:problem:bad_request" });
    expect(api.failures).toEqual([]);
  });

  it("takes a trailing slash", async () => {
    expect((await api.ask("jobs/")).status).toBe(200);
  });
});

describe("failures of ours", () => {
  const broken = (failure: Error): StoreReader => createReader(() => Promise.reject(failure));

  it.each(["status", "jobs", "jobs/a", "runs", "runs/a", "slots", "alerts", "alerts/a", "silences"])(
    "a store that fails makes %s a 503 without internals, told to the host once",
    async (path) => {
      const error = new Error("SQLITE_CORRUPT in /secret/path.db");
      await using server = await serveApi({ reader: broken(error) });
      const answer = await server.ask(`${path}?`);
      expect(answer.status).toBe(503);
      expect(answer.headers["retry-after"]).toBe("5");
      expect(answer.text).not.toMatch(/SQLITE|secret/);
      const failed = { method: "GET", path: `/api/scheduler-monitoring/${path}`, error };
      // By the name that the caller was told.
      expect(server.failures).toEqual([{ ...failed, requestId: answer.headers["x-request-id"] }]);
    },
  );

  it("health still answers, and says that the store does not", async () => {
    await using server = await serveApi({ reader: broken(new Error("gone")) });
    const { status, json } = await server.ask("health");
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: "down", store: null, instances: [] });
    expect(json.components.at(-1)).toMatchObject({ name: "store_reader", status: "down" });
    expect(server.failures).toHaveLength(1);
  });

  it("an unexpected error is a 500 without its text, which only development shows", async () => {
    for (const showErrorDetails of [false, true]) {
      const health = (): Promise<never> => Promise.reject(new Error("internal detail"));
      await using server = await serveApi({ health, showErrorDetails });
      const answer = await server.ask("status");
      expect([answer.status, answer.json.type]).toEqual([500, "urn:jobscope:problem:internal"]);
      expect(answer.text.includes("internal detail")).toBe(showErrorDetails);
      expect(server.failures).toHaveLength(1);
    }
  });

  it.each([
    ["throws", () => Promise.reject(new Error("secret of the host"))],
    [
      "throws at once",
      () => {
        throw new Error("secret of the host");
      },
    ],
    ["says yes", () => true],
    ["names nobody", () => ({ role: "admin" })],
    ["makes up a role", () => ({ id: "x", role: "root" })],
    ["makes up a scope", () => ({ id: "x", role: "admin", scopes: ["everything"] })],
    ["has scopes that are no list", () => ({ id: "x", role: "admin", scopes: "read" })],
    ["takes the name of the admin key", () => ({ id: "admin-key", role: "viewer" })],
    ["takes the name of nobody", () => ({ id: "anonymous", role: "viewer" })],
    ["takes the name of a command", () => ({ id: "cli:root", role: "viewer" })],
    ["takes the name of a link", () => ({ id: "link:inc-1", role: "viewer" })],
    ["breaks lines", () => ({ id: "x\r\ny", role: "admin" })],
  ])("an authenticator that %s lets nobody in, and the host is told", async (_what, authenticate) => {
    await using server = await serveApi({ authenticate: authenticate as never, showErrorDetails: true });
    const answer = await server.ask("status");
    expect([answer.status, answer.json.type]).toEqual([503, "urn:jobscope:problem:authentication_unavailable"]);
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.text).not.toContain("secret");
    expect(server.failures).toHaveLength(1);
  });

  it.each([undefined, null, false])("an authenticator that answers %s knows nobody", async (nobody) => {
    await using server = await serveApi({ authenticate: () => nobody as never });
    expect((await server.ask("status")).status).toBe(401);
    expect(server.failures).toEqual([]);
  });

  it("knows an invalid cursor by class and, from another thread, by name", async () => {
    const fromThread = Object.assign(new Error("x"), { name: "InvalidCursorError" });
    for (const error of [new InvalidCursorError("x"), fromThread]) {
      await using server = await serveApi({ reader: { ...memoryReader(), runs: () => Promise.reject(error) } });
      expect((await server.ask("runs?cursor=abc")).json).toMatchObject({ status: 400, parameter: "cursor" });
      expect(server.failures).toEqual([]);
    }
  });
});
