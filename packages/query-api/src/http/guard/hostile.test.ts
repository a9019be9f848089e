import { connect } from "node:net";

import { adminKeyAuthenticator, API_PREFIX, createKeyAuthenticator, firstOf, hashApiKey } from "@jobscope/query-api";
import type { AccessEntry } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { FIRING } from "../../../test/alert-samples.ts";
import { KEY, serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer, Ask } from "../../../test/api-server.ts";
import { memoryAccess } from "../../../test/memory-access.ts";
import type { MemoryAccess } from "../../../test/memory-access.ts";
import { READERS } from "../../../test/readers.ts";
import type { OpenReader } from "../../../test/readers.ts";
import { scriptedAlerting, TOKEN } from "../../../test/scripted-alerting.ts";
import type { ScriptedAlerting } from "../../../test/scripted-alerting.ts";
import { ROUTES } from "../routing/routes.ts";

/** Over the real store: what does no harm to a list in memory may do some to SQL. */
const [, openSqlite] = READERS[1]!;

let opened: OpenReader;
let access: MemoryAccess;
let alerting: ScriptedAlerting;
let api: ApiServer;
const entries: AccessEntry[] = [];
beforeAll(async () => {
  opened = openSqlite();
  access = memoryAccess();
  alerting = scriptedAlerting();
  const stored = hashApiKey(KEY);
  api = await serveApi({
    reader: { ...opened.reader, ...access.reader },
    admin: access.admin,
    alerting,
    authenticate: firstOf(
      createKeyAuthenticator(access.registry),
      adminKeyAuthenticator(() => stored),
    ),
    onAccess: (entry) => entries.push(entry),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  opened.close();
});
/** Whatever was sent: the API works on, and nothing broke within. */
afterEach(async () => {
  expect((await api.ask("status")).status).toBe(200);
  expect(api.failures).toEqual([]);
});

const GETS = ROUTES.filter(({ method, access: who }) => method === "GET" && who !== "public");
const pathOf = (path: string, id = "none"): string => path.slice(1).replace(":id", encodeURIComponent(id));

/** Bytes as they are, and what comes back until the connection ends. */
async function raw(text: string): Promise<string> {
  const socket = connect(api.port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A server that has refused reads no more: what is on its way then resets the connection.
  socket.on("error", () => {});
  socket.write(text);
  await new Promise((resolve) => void socket.once("close", resolve));
  return Buffer.concat(chunks).toString();
}

const head = (line: string, ...headers: readonly string[]): string =>
  [line, ...headers, "Connection: close", "", ""].join("\r\n");
const AUTH = `Authorization: Bearer ${KEY}`;
const HOST = "Host: localhost";

describe("values that are more than text elsewhere", () => {
  const VALUES = [
    "' OR '1'='1",
    "'; DROP TABLE runs; --",
    "1) UNION SELECT data FROM access_keys --",
    "runs MATCH x NEAR(",
    "\u0000",
    "a\u0000b",
    "\r\nX-Injected: 1",
    "\u2028\u202e",
    "../../../etc/passwd",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "__proto__",
    "\ud800",
    "x".repeat(3000),
  ];

  it.each(GETS.map(({ path }) => path))("do nothing in any parameter of %s", async (path) => {
    const names = Object.keys(
      ROUTES.find((route) => route.method === "GET" && route.path === path)?.params?.shape ?? {},
    );
    for (const value of VALUES) {
      const answers = await Promise.all(
        [...names, "unknown", value].map((name) =>
          api.ask(
            `${pathOf(path)}?${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
          ),
        ),
      );
      for (const answer of answers) isHarmless(answer);
    }
  });

  it.each(ROUTES.filter(({ path }) => path.includes(":id")).map(({ method, path }) => [method, path]))(
    "do nothing as id in %s %s",
    async (method, path) => {
      for (const value of VALUES) {
        isHarmless(await api.ask(pathOf(path, value.toWellFormed()), { method }));
      }
    },
  );

  it("do nothing in any field of a body", async () => {
    const bodies = (value: string): readonly (readonly [string, unknown])[] => [
      ["alerts/suppress", { alert_id: value, ends_time: "2026-11-26", comment: "x" }],
      ["alerts/suppress", { matchers: [{ name: value, value }], ends_time: value, comment: value }],
      [`alerts/${FIRING.id}/snooze`, { until_time: value }],
      ["keys", { name: value, role: value, kind: value, scopes: [value], expires_time: value }],
      ["keys", { [value]: value }],
      ["keys/none/rotate", { overlap_seconds: value }],
    ];
    for (const value of VALUES) {
      for (const [path, json] of bodies(value)) isHarmless(await api.ask(path, { method: "POST", json }));
    }
  });

  function isHarmless(answer: Answer): void {
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers["x-injected"]).toBeUndefined();
    expect(String(answer.headers["content-type"])).toMatch(/json|csv|html/);
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.text).not.toMatch(/sqlite|no such (table|column)|syntax error|\\n +at |root:/i);
  }
});

describe("cursors", () => {
  it("that were tampered with are refused, and tell nothing", async () => {
    for (const list of ["runs", "jobs", "slots", "alerts"]) {
      const { next_cursor: cursor } = (await api.ask(`${list}?limit=1`)).json;
      expect([list, typeof cursor]).toEqual([list, "string"]);
      const half = Math.floor(cursor.length / 2);
      const plain = Buffer.from(cursor, "base64url").toString();
      const encode = (text: string): string => (text === plain ? "unchanged" : Buffer.from(text).toString("base64url"));
      const odd = [
        cursor.slice(1),
        cursor.slice(0, half),
        `${cursor.slice(0, half)}A${cursor.slice(half)}`,
        encode(plain.replace(/"v":\d+/, '"v":9')),
        encode(plain.replace('"m":"', '"m":"A')),
        encode(plain.replace(/"s":(\d+)/, '"s":1$1')),
        encode(plain.replace(/"i":(\d+)/, '"i":1$1')),
        btoa('{"v":1,"s":"1 OR 1=1","i":1,"m":""}'),
        btoa("null"),
        "x".repeat(1900),
        "' OR 1=1 --",
        "\u0000",
      ];
      for (const one of odd) {
        const answer = await api.ask(`${list}?limit=1&cursor=${encodeURIComponent(one)}`);
        expect([list, one, answer.status, answer.json.parameter]).toEqual([list, one, 400, "cursor"]);
      }
      // The right one, for another list.
      const other = list === "runs" ? "slots" : "runs";
      expect((await api.ask(`${other}?limit=1&cursor=${cursor}`)).status).toBe(400);
    }
  });
});

describe("headers", () => {
  it("of a megabyte are refused before they are read", async () => {
    const answer = await raw(
      head("GET /api/scheduler-monitoring/status HTTP/1.1", HOST, `X-Fill: ${"x".repeat(1_048_576)}`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ["Host", [HOST, "Host: evil.example", AUTH]],
    ["Authorization", [HOST, AUTH, "Authorization: Bearer other"]],
    ["Origin", [HOST, AUTH, "Origin: http://localhost", "Origin: https://evil.example"]],
    ["Content-Type", [HOST, AUTH, "Content-Type: application/json", "Content-Type: text/plain"]],
  ])("a second %s is refused", async (_name, headers) => {
    const answer = await raw(head("GET /api/scheduler-monitoring/status HTTP/1.1", ...headers));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain("by_health");
  });

  it("without a Host nothing is answered", async () => {
    expect(await raw(head("GET /api/scheduler-monitoring/status HTTP/1.1", AUTH))).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(head("GET /api/scheduler-monitoring/status HTTP/1.0", AUTH))).toMatch(/^HTTP\/1\.1 403 /);
  });

  it("two lengths, or a length and chunks, are refused (request smuggling)", async () => {
    const before = alerting.commands.length;
    const line = `POST ${API_PREFIX}/alerts/${FIRING.id}/ack HTTP/1.1`;
    for (const lengths of [
      ["Content-Length: 2", "Content-Length: 3"],
      ["Content-Length: 2", "Transfer-Encoding: chunked"],
      ["Transfer-Encoding: xchunked"],
    ]) {
      const answer = await raw(`${head(line, HOST, AUTH, "Content-Type: application/json", ...lengths)}{}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(alerting.commands.length).toBe(before);
  });

  it.each([
    ["X-Request-Id", "id\tX-Injected: 1"],
    ["X-Request-Id", "a b"],
    ["X-Request-Id", "<script>"],
    ["X-Request-Id", "x".repeat(129)],
    ["X-Request-Id", `jsk_${"a".repeat(8)}_${"b".repeat(43)}`],
    ["X-Request-Id", "my:jsi_abcdefgh"],
    ["traceparent", "00-zz-zz-01"],
    ["traceparent", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`],
  ])("%s %j is not repeated", async (name, value) => {
    const answer = await api.ask("status", { headers: { [name]: value } });
    expect(answer.headers["x-request-id"]).toMatch(/^[\da-f]{32}$/);
    expect(answer.headers["x-request-id"]).not.toBe("0".repeat(32));
  });

  it("with a line break are refused by the server", async () => {
    const answer = await raw(
      head("GET /api/scheduler-monitoring/status HTTP/1.1", HOST, AUTH, "X-Request-Id: a\nX-Injected: 1"),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (400|200) /);
    expect(answer.toLowerCase()).not.toMatch(/^x-injected/m);
  });

  it.each(["7", "x".repeat(128)])("X-Request-Id %s names a request", async (id) => {
    const answer = await api.ask("status", { headers: { "x-request-id": id } });
    expect(answer.headers["x-request-id"]).toBe(id);
  });

  it("name a request for all that is written of it", async () => {
    const id = "order-4711.retry:2";
    const given = await api.ask("nothing", { headers: { "x-request-id": id } });
    expect([given.headers["x-request-id"], given.json.request_id]).toEqual([id, id]);
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01`, "x-request-id": id };
    const traced = await api.ask(`alerts/${FIRING.id}/ack`, { method: "POST", headers });
    expect(traced.headers["x-request-id"]).toBe(trace);
    expect(alerting.audits.at(-1)?.requestId).toBe(trace);
    await expect.poll(() => entries.at(-1)?.requestId).toBe(trace);
  });
});

describe("paths and queries", () => {
  it.each([
    "/api/scheduler-monitoring/../../../etc/passwd",
    "/api/scheduler-monitoring/..%2f..%2fetc/passwd",
    "/api/scheduler-monitoring/%2e%2e/%2e%2e/etc/passwd",
    "/api/scheduler-monitoring/docs/../../../package.json",
    "/api/scheduler-monitoring/docs/..%2f..%2fpackage.json",
    "//etc/passwd",
    "/api/scheduler-monitoring//status",
    "/api/scheduler-monitoring/status/..;/keys",
    "/api/scheduler-monitoring/status%00.json",
    "/api/scheduler-monitoring/status;jsessionid=1",
    "/API/../keys",
  ])("%s is nothing", async (path) => {
    const answer = await api.ask(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.text).not.toMatch(/root:|devDependencies/);
  });

  it("no spelling of a path gets around the key", async () => {
    for (const path of [
      "status",
      "STATUS",
      "status/",
      "./status",
      "%73tatus",
      "health/../status",
      "health/live/../../keys",
      "health/live%2f..%2f..%2fkeys",
      "alerts/ack/../../keys",
    ]) {
      expect([path, (await api.ask(path, { authorization: null })).status]).toEqual([path, 401]);
    }
  });

  it("a URL of 16 kB is refused or read, never more", async () => {
    const url = (length: number): string => `${API_PREFIX}/runs?service=${"x".repeat(length)}`;
    expect((await api.ask(url(15_000))).status).toBe(400);
    expect(await raw(head(`GET ${url(17_000)} HTTP/1.1`, HOST, AUTH))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("ten thousand parameters are refused", async () => {
    const query = Array.from({ length: 2000 }, (_, n) => `a${n}`).join("&");
    const answer = await api.ask(`runs?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(50_000);
    const more = Array.from({ length: 10_000 }, (_, n) => `a${n}`).join("&");
    expect(await raw(head(`GET ${API_PREFIX}/runs?${more} HTTP/1.1`, HOST, AUTH))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("a body nested ten thousand deep is refused", async () => {
    const body = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const headers = { "content-type": "application/json" };
    expect((await api.ask("keys", { method: "POST", body, headers })).status).toBe(400);
    const proto = '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}},"name":"x"}';
    expect((await api.ask("keys", { method: "POST", body: proto, headers })).status).toBe(400);
    expect(({} as { readonly role?: unknown }).role).toBeUndefined();
  });

  it.each(["TRACE", "PROPFIND", "SEARCH", "LINK"])("%s is not taken, and nothing of it comes back", async (method) => {
    const answer = await api.ask("status", { method, headers: { "x-secret": "of-the-caller" } });
    expect(answer.status).toBe(405);
    expect(answer.text).not.toContain("of-the-caller");
  });

  it("CONNECT is not taken", async () => {
    expect(await raw(head("CONNECT evil.example:443 HTTP/1.1", HOST))).not.toMatch(/^HTTP\/1\.1 2/);
  });
});

describe("pages of other sites", () => {
  const WRITES = ROUTES.filter(({ method }) => method !== "GET").map(
    ({ method, path }) => [method, pathOf(path)] as const,
  );
  const refused = async (options: Ask): Promise<void> => {
    const before = [alerting.commands.length, access.commands.length];
    for (const [method, path] of WRITES) {
      const answer = await api.ask(path, { method, ...options });
      expect([method, path, answer.status, answer.json.type]).toEqual([
        method,
        path,
        403,
        "urn:jobscope:problem:forbidden_origin",
      ]);
    }
    expect([alerting.commands.length, access.commands.length]).toEqual(before);
  };
  const text = { body: '{"name":"x","role":"admin"}', headers: { "content-type": "text/plain" } };

  it.each([
    ["a form", { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" }],
    [
      "a form of text",
      { origin: "https://evil.example", "sec-fetch-site": "cross-site", "content-type": "text/plain" },
    ],
    [
      "a fetch without CORS",
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "content-type": "text/plain" },
    ],
    ["a page in a sandbox", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["a page of a sister site", { "sec-fetch-site": "same-site" }],
    ["a page on another port", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-site" }],
  ])("%s changes nothing, even with a key", async (_what, headers) => {
    await refused({ ...text, headers });
    await refused({ ...text, headers: { ...headers, cookie: "session=of-the-application" }, authorization: null });
  });

  it("cookies alone change nothing, where no header says which page sent them", async () => {
    await refused({ authorization: null, headers: { cookie: "session=of-the-application" } });
    // A key is never sent by a browser on its own.
    const withKey = await api.ask("keys/none", { method: "DELETE", headers: { cookie: "session=x" } });
    expect(withKey.status).toBe(404);
    // Nor do they stop anybody from reading.
    expect((await api.ask("status", { authorization: null, headers: { cookie: "session=x" } })).status).toBe(401);
  });

  it("an application's people change something from its own pages only", async () => {
    await using embedded = await serveApi({
      alerting: scriptedAlerting(),
      authenticate: ({ headers }) => (headers.cookie === "session=good" ? { id: "ann", role: "operator" } : undefined),
    });
    const ack = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (
        await embedded.ask(`alerts/${FIRING.id}/ack`, {
          method: "POST",
          authorization: null,
          headers: { cookie: "session=good", ...headers },
        })
      ).status;
    expect(await ack({ origin: embedded.url, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await ack({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await ack({ origin: embedded.url })).toBe(200);
    expect(await ack({})).toBe(403);
    expect(await ack({ origin: "https://evil.example" })).toBe(403);
    expect(await ack({ "sec-fetch-site": "cross-site" })).toBe(403);
  });

  it.each(["POST", "DELETE", "GET"])("that ask whether they may %s get no permission", async (method) => {
    for (const [, path] of WRITES) {
      const headers = {
        origin: "https://evil.example",
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,content-type",
        "access-control-request-private-network": "true",
      };
      for (const authorization of [null, `Bearer ${KEY}`]) {
        const answer = await api.ask(path, { method: "OPTIONS", authorization, headers });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
      }
    }
  });
});

describe("a key that somebody sent where it does not belong", () => {
  it("is let in nowhere, and stands nowhere afterwards", async () => {
    const good = access.add({ name: "ci" });
    const before = entries.length;
    const wrong = `${good.key.slice(0, -3)}bad`;
    for (const key of [good.key, wrong, KEY, `${KEY}-wrong`]) {
      const asks: readonly (readonly [string, Ask])[] = [
        ...["access_token", "token", "api_key", "key", "apikey", "auth"].map(
          (name) => [`status?${name}=${key}`, { authorization: null }] as const,
        ),
        ["status", { authorization: `Basic ${btoa(`user:${key}`)}` }],
        ["status", { authorization: `Basic ${btoa(`${key}:`)}` }],
        ["status", { authorization: null, headers: { cookie: `token=${key}` } }],
        ["status", { authorization: null, headers: { referer: `http://localhost/?token=${key}` } }],
        ["status", { authorization: `Token ${key}` }],
        [`alerts/ack?token=${key}`, { authorization: null }],
        [
          "alerts/ack",
          {
            method: "POST",
            authorization: null,
            body: `token=${key}`,
            headers: { "content-type": "application/x-www-form-urlencoded" },
          },
        ],
      ];
      for (const [path, options] of asks) {
        const answer = await api.ask(path, options);
        expect([path, answer.status]).toEqual([path, path.startsWith("alerts/ack") ? 410 : 401]);
        for (const secret of [key, btoa(`user:${key}`)])
          expect(answer.text + JSON.stringify(answer.headers)).not.toContain(secret);
      }
    }
    for (const key of [wrong, `${KEY}-wrong`])
      expect((await api.ask("status", { authorization: `Bearer ${key}` })).status).toBe(401);
    await api.ask("audit");
    await expect.poll(() => entries.length).toBeGreaterThan(before + 50);
    const written: readonly (readonly AccessEntry[] | readonly AuditEntry[])[] = [entries, access.audits];
    for (const secret of [good.key, good.key.slice(13), wrong, KEY]) {
      expect(JSON.stringify([written, alerting.audits, api.failures])).not.toContain(secret);
    }
  });

  it("nor does the token of a link", async () => {
    await api.ask(`alerts/ack?token=${TOKEN}`, { authorization: null });
    await api.ask("audit");
    expect(JSON.stringify([entries, access.audits, alerting.audits])).not.toContain(TOKEN);
  });
});
