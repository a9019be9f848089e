import { adminKeyAuthenticator, createKeyAuthenticator, firstOf, hashApiKey } from "@jobscope/query-api";
import type { Authenticate, KeyResource, Principal } from "@jobscope/query-api";
import { beforeEach, describe, expect, it } from "vitest";

import { KEY, serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer, Ask } from "../../../test/api-server.ts";
import { memoryAccess } from "../../../test/memory-access.ts";
import type { MemoryAccess } from "../../../test/memory-access.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { NOW } from "../../../test/samples.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let access: MemoryAccess;
let api: ApiServer;
let nowMs: number;
beforeEach(async () => {
  access = memoryAccess();
  nowMs = NOW;
  const stored = hashApiKey(KEY);
  const authenticate = firstOf(
    createKeyAuthenticator(access.registry, { nowMs: () => nowMs }),
    adminKeyAuthenticator(() => stored),
  );
  api = await serveApi({
    reader: { ...memoryReader(), ...access.reader },
    admin: access.admin,
    authenticate,
    nowMs: () => nowMs,
  });
  return () => api[Symbol.asyncDispose]();
});

const post = (path: string, json: unknown, options: Ask = {}): Promise<Answer> =>
  api.ask(path, { method: "POST", json, ...options });
const as = (key: string): Ask => ({ authorization: `Bearer ${key}` });
const opens = async (key: string, path = "status"): Promise<number> => (await api.ask(path, as(key))).status;

describe("to make a key", () => {
  it("answers it once, stores a hash, and writes who made it", async () => {
    const answer = await post("keys", {
      name: " grafana ",
      role: "viewer",
      scopes: ["read", "export", "read"],
      expires_time: "2027-01-01",
    });
    expect([answer.status, answer.headers["cache-control"]]).toEqual([201, "no-store"]);
    const { key, ...shown } = answer.json;
    expect(key).toMatch(/^jsk_[0-9a-hjkmnp-tv-z]{8}_[\w-]{43}$/);
    expect(shown).toEqual({
      id: key.slice(4, 12),
      kind: "api",
      name: "grafana",
      prefix: key.slice(0, 12),
      state: "active",
      role: "viewer",
      scopes: ["read", "export"],
      services: null,
      created_time: "2026-11-25T12:00:00.000Z",
      created_by: "admin-key",
      expires_time: "2027-01-01T00:00:00.000Z",
      revoked_time: null,
      last_used_time: null,
      replaced_by: null,
      replaces: null,
      warning: null,
    });
    expect(JSON.stringify(access.commands)).not.toContain(key);
    expect(access.keys.get(shown.id)?.hash).toMatch(/^sha256\$/);
    expect(access.audits).toEqual([
      {
        atMs: NOW,
        actor: "admin-key",
        role: "admin",
        action: "keys.create",
        target: shown.id,
        outcome: "done",
        detail: "role viewer, scopes read export, until 2027-01-01T00:00:00.000Z",
        address: "127.0.0.0",
        requestId: answer.headers["x-request-id"],
        count: 1,
      },
    ]);
    expect([await opens(key), await opens(key, "audit")]).toEqual([200, 403]);
  });

  it("makes one that sends telemetry, which opens nothing here", async () => {
    const { status, json } = await post("keys", { name: "shop", kind: "ingest", services: ["billing", "shop"] });
    expect([status, json.kind, json.role, json.services]).toEqual([201, "ingest", null, ["billing", "shop"]]);
    expect(json.key).toMatch(/^jsi_/);
    expect(await opens(json.key)).toBe(401);
  });

  it("no two are alike", async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => post("keys", { name: "x", role: "viewer" })));
    expect(new Set(made.map(({ json }) => json.id)).size).toBe(5);
  });

  it.each([
    ["no name", { role: "viewer" }, "name", "Send a text."],
    ["an empty name", { name: " ", role: "viewer" }, "name", "length 1 or more"],
    ["a name of two lines", { name: "a\nb", role: "viewer" }, "name", "one line"],
    ["a key as name", { name: "jsk_0123abcd_secret", role: "viewer" }, "name", "one line"],
    ["no role", { name: "x" }, "role", "viewer, operator, admin"],
    ["a role that is not there", { name: "x", role: "root" }, "role", "viewer, operator, admin"],
    ["a scope that is not there", { name: "x", role: "admin", scopes: ["all"] }, "scopes.0", "keys:write"],
    ["no scope at all", { name: "x", role: "admin", scopes: [] }, "scopes", "length 1 or more"],
    ["a scope beyond the role", { name: "x", role: "viewer", scopes: ["audit:read"] }, "scopes", "a higher role"],
    ["services of an api key", { name: "x", role: "viewer", services: ["a"] }, "services", "Leave it out"],
    ["a role of an ingest key", { name: "x", kind: "ingest", role: "viewer" }, "role", "kind api"],
    ["scopes of an ingest key", { name: "x", kind: "ingest", scopes: ["read"] }, "scopes", "kind api"],
    ["an end that has passed", { name: "x", role: "viewer", expires_time: "2026-11-24" }, "expires_time", "to come"],
    ["an end in a lifetime", { name: "x", role: "viewer", expires_time: "2126-11-24" }, "expires_time", "or earlier"],
    ["a key of one's own", { name: "x", role: "viewer", key: "mine" }, "key", "Allowed: name"],
  ])("refuses %s", async (_what, json, parameter, fix) => {
    const answer = await post("keys", json);
    expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
    expect(answer.json.fix).toContain(fix);
    expect(answer.text).not.toContain("secret");
    expect(access.commands).toEqual([]);
  });

  it("waits for the core, and shows no key that was not stored", async () => {
    access.break(new Error("SQLITE_FULL in /secret"));
    const answer = await post("keys", { name: "x", role: "viewer" });
    expect([answer.status, answer.json.type]).toEqual([503, "urn:jobscope:problem:core_unavailable"]);
    expect(answer.text).not.toMatch(/js[ki]_|SQLITE|secret/);
  });

  it("ends at ten thousand", async () => {
    const { id } = access.add();
    const one = access.keys.get(id)!;
    const keys = async (): Promise<(typeof one)[]> => Array.from({ length: 10_000 }, () => one);
    await using full = await serveApi({ reader: { ...memoryReader(), keys }, admin: access.admin });
    const answer = await full.ask("keys", { method: "POST", json: { name: "x", role: "viewer" } });
    expect([answer.status, answer.json.type]).toEqual([409, "urn:jobscope:problem:conflict"]);
    expect(access.commands).toEqual([]);
  });
});

describe("a key that ends", () => {
  it("makes none that outlives it, and takes its own place by none", async () => {
    const expires = new Date(NOW + HOUR).toISOString();
    const admin = { name: "for an hour", role: "admin", expires_time: expires };
    const { key, id } = (await post("keys", admin)).json;
    const later = new Date(NOW + 2 * HOUR).toISOString();
    for (const wish of [
      { name: "for ever", role: "viewer" },
      { name: "later", kind: "ingest", expires_time: later },
    ]) {
      const answer = await post("keys", wish, as(key));
      expect([answer.status, answer.json.type]).toEqual([403, "urn:jobscope:problem:forbidden"]);
      expect(answer.json.detail).toContain(expires);
    }
    expect((await post("keys", { name: "with it", role: "viewer", expires_time: expires }, as(key))).status).toBe(201);
    nowMs += HOUR / 2;
    expect((await post(`keys/${id}/rotate`, {}, as(key))).status).toBe(403);
    expect((await post(`keys/${id}/rotate`, { expires_time: expires }, as(key))).status).toBe(201);
    const { id: own } = (await post("keys", admin)).json;
    expect((await post(`keys/${own}/rotate`, {})).status).toBe(201);
  });
});

describe("a key that is not mightier than its maker", () => {
  it("is all that a narrowed key makes or rotates", async () => {
    const mine = access.add({ scopes: ["keys:write", "read"] });
    const mighty = access.add({ scopes: ["keys:write", "read", "jobs:write"] });
    const whole = access.add({});
    const own = as(mine.key);
    const wishes = [
      { name: "x", role: "admin" },
      { name: "x", role: "viewer" },
      { name: "x", role: "operator", scopes: ["alerts:write"] },
      { name: "x", role: "admin", scopes: ["audit:read", "read"] },
    ];
    for (const wish of wishes) {
      const answer = await post("keys", wish, own);
      expect([wish, answer.status, answer.json.type]).toEqual([wish, 403, "urn:jobscope:problem:forbidden"]);
    }
    for (const { id } of [mighty, whole]) {
      const { status, json } = await post(`keys/${id}/rotate`, {}, own);
      expect([status, json.fix]).toEqual([403, expect.stringMatching(/^Ask an admin.*rotate/)]);
    }
    expect(access.commands).toEqual([]);
    const made = await post("keys", { name: "x", role: "viewer", scopes: ["read"] }, own);
    expect([made.status, made.json.created_by]).toEqual([201, mine.id]);
    expect((await post("keys", { name: "x", kind: "ingest" }, own)).status).toBe(201);
    expect((await post(`keys/${mine.id}/rotate`, {}, own)).status).toBe(201);
  });
});

it("what is tried in vain stands in the audit as that", async () => {
  const ended = access.add({}, { revokedMs: NOW - 1 });
  expect((await post(`keys/${ended.id}/rotate`, {})).status).toBe(409);
  expect((await api.ask("keys/none", { method: "DELETE" })).status).toBe(404);
  await api.ask("audit");
  const failed = { actor: "admin-key", outcome: "failed", count: 1 };
  expect(access.audits).toMatchObject([
    { ...failed, action: "keys.rotate", target: ended.id, detail: "The key is revoked." },
    { ...failed, action: "keys.revoke", target: "none", detail: "There is no key with this id." },
  ]);
});

describe("to rotate a key", () => {
  it("makes one that may do the same, and ends the old one at once", async () => {
    const old = access.add({ role: "operator", scopes: ["read", "alerts:write"], name: "bot" });
    const answer = await post(`keys/${old.id}/rotate`, undefined);
    expect([answer.status, answer.headers["cache-control"]]).toEqual([201, "no-store"]);
    expect(answer.json).toMatchObject({
      name: "bot",
      role: "operator",
      scopes: ["read", "alerts:write"],
      warning: null,
    });
    expect(answer.json.replaces).toMatchObject({
      id: old.id,
      state: "replaced",
      replaced_by: answer.json.id,
      expires_time: "2026-11-25T12:00:00.000Z",
    });
    expect([await opens(old.key), await opens(answer.json.key)]).toEqual([401, 200]);
    // In one transaction: else a crash in between would leave two, or none that anybody has.
    expect(access.commands).toHaveLength(1);
    expect(access.audits).toMatchObject([{ action: "keys.rotate", target: old.id, actor: "admin-key" }]);
    expect(access.audits[0]?.detail).toContain(answer.json.id);
  });

  it("lets the old one go on for a while", async () => {
    const old = access.add();
    const { json } = await post(`keys/${old.id}/rotate`, { overlap_seconds: 3600 });
    expect(json.replaces).toMatchObject({ state: "active", expires_time: "2026-11-25T13:00:00.000Z" });
    nowMs += HOUR - 1;
    expect([await opens(old.key), await opens(json.key)]).toEqual([200, 200]);
    nowMs += 1;
    expect([await opens(old.key), await opens(json.key)]).toEqual([401, 200]);
  });

  it("lets no key live longer than it would have", async () => {
    const old = access.add({ expiresMs: NOW + HOUR });
    const { json } = await post(`keys/${old.id}/rotate`, { overlap_seconds: 604_800 });
    expect(json.replaces.expires_time).toBe("2026-11-25T13:00:00.000Z");
  });

  it("gives the new one as long a life as the old one had, or what is asked for", async () => {
    const wish = { createdMs: NOW - DAY, expiresMs: NOW + 6 * DAY };
    const same = await post(`keys/${access.add(wish).id}/rotate`, {});
    expect(same.json.expires_time).toBe("2026-12-02T12:00:00.000Z");
    const other = await post(`keys/${access.add(wish).id}/rotate`, { expires_time: "2027-01-01" });
    expect(other.json.expires_time).toBe("2027-01-01T00:00:00.000Z");
  });

  it.each([
    ["an overlap of weeks", { overlap_seconds: 604_801 }, "overlap_seconds", "Allowed: 604800 or less."],
    ["an overlap that was", { overlap_seconds: -1 }, "overlap_seconds", "Allowed: 0 or more."],
    ["an overlap in words", { overlap_seconds: "1h" }, "overlap_seconds", "Send a number."],
    ["an end that has passed", { expires_time: "2026-01-01" }, "expires_time", "to come"],
    ["another role", { role: "admin" }, "role", "Allowed: overlap_seconds"],
  ])("refuses %s", async (_what, json, parameter, fix) => {
    const answer = await post(`keys/${access.add().id}/rotate`, json);
    expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
    expect(answer.json.fix).toContain(fix);
  });

  it("says so where one rotates the key one uses", async () => {
    const own = access.add();
    const { json } = await post(`keys/${own.id}/rotate`, {}, as(own.key));
    expect(json.warning).toContain("the key of your request");
    expect([await opens(own.key), await opens(json.key)]).toEqual([401, 200]);
  });

  it("is not for what has ended, and happens once", async () => {
    const ended = [
      access.add({}, { revokedMs: NOW - 1 }),
      access.add({ expiresMs: NOW }),
      access.add({}, { replacedBy: "x", expiresMs: NOW + HOUR }),
    ];
    for (const { id } of ended) expect((await post(`keys/${id}/rotate`, {})).status).toBe(409);
    const { id } = access.add();
    const both = await Promise.all([post(`keys/${id}/rotate`, {}), post(`keys/${id}/rotate`, {})]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });

  it("brings nothing back to life that is revoked meanwhile", async () => {
    const { id, key } = access.add();
    const options = { method: "DELETE" };
    await Promise.all([post(`keys/${id}/rotate`, { overlap_seconds: 3600 }), api.ask(`keys/${id}`, options)]);
    expect(access.keys.get(id)?.revokedMs).toBe(NOW);
    expect(await opens(key)).toBe(401);
  });
});

describe("to revoke a key", () => {
  it("ends it at once, and says who did", async () => {
    const old = access.add({ name: "bot" });
    const answer = await api.ask(`keys/${old.id}`, { method: "DELETE" });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      state: "revoked",
      revoked_time: "2026-11-25T12:00:00.000Z",
      warning: null,
    });
    expect(answer.json).not.toHaveProperty("key");
    expect(await opens(old.key)).toBe(401);
    expect(access.audits).toMatchObject([{ action: "keys.revoke", target: old.id, outcome: "done" }]);
  });

  it("twice changes nothing", async () => {
    const { id } = access.add({}, { revokedMs: NOW - DAY });
    const { status, json } = await api.ask(`keys/${id}`, { method: "DELETE" });
    expect([status, json.revoked_time]).toEqual([200, "2026-11-24T12:00:00.000Z"]);
    expect(access.commands).toEqual([]);
  });

  it("says so where one revokes the key one uses", async () => {
    const own = access.add();
    const { json } = await api.ask(`keys/${own.id}`, { method: "DELETE", ...as(own.key) });
    expect(json.warning).toContain("The admin key of the monitor makes new ones");
    expect(await opens(own.key)).toBe(401);
    expect(await opens(KEY)).toBe(200);
  });

  it.each(["admin-key", "none", "..%2f..", "%00"])("knows no %s", async (id) => {
    for (const [method, path] of [
      ["DELETE", `keys/${id}`],
      ["POST", `keys/${id}/rotate`],
    ] as const) {
      const answer = await api.ask(path, { method });
      expect([answer.status, answer.json.fix]).toEqual([404, expect.stringContaining("GET keys")]);
    }
    expect(access.commands).toEqual([]);
  });
});

describe("the list of keys", () => {
  it("shows all, newest first, and never what opens", async () => {
    const oldest = access.add({ createdMs: NOW - 3 * DAY, name: "oldest" }, { lastUsedMs: NOW - HOUR });
    access.add({ createdMs: NOW - 2 * DAY }, { revokedMs: NOW - DAY });
    access.add({ createdMs: NOW - DAY, expiresMs: NOW });
    access.add({ kind: "ingest", role: "" });
    const { status, json, text } = await api.ask("keys");
    expect([status, json.items.map(({ state }: KeyResource) => state)]).toEqual([
      200,
      ["active", "expired", "revoked", "active"],
    ]);
    expect(json.items.at(-1)).toMatchObject({ id: oldest.id, last_used_time: "2026-11-25T11:00:00.000Z" });
    expect(text).not.toMatch(/sha256|hash/);
    expect(text).not.toContain(oldest.key);
  });

  it("can be narrowed", async () => {
    access.add({ kind: "ingest", role: "" });
    access.add({}, { revokedMs: NOW });
    access.add({ expiresMs: NOW });
    const count = async (query: string): Promise<number> => (await api.ask(`keys?${query}`)).json.items.length;
    expect(await count("kind=ingest")).toBe(1);
    expect(await count("state=revoked,expired")).toBe(2);
    expect(await count("state=revoked&state=expired&kind=ingest")).toBe(0);
  });

  it("comes in pages, each key once, while keys come and go", async () => {
    for (let n = 0; n < 7; n += 1) access.add({ createdMs: NOW - (n % 3) * 1000 });
    const wanted = new Set(access.keys.keys());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { json }: Answer = await api.ask(`keys?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`);
      seen.push(...json.items.map(({ id }: KeyResource) => id));
      cursor = json.next_cursor;
      access.add({ createdMs: NOW + 1000 });
    } while (cursor !== null);
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(wanted);
  });

  it("refuses a cursor of another list", async () => {
    for (let n = 0; n < 3; n += 1) access.add();
    const { next_cursor: cursor } = (await api.ask("keys?limit=1")).json;
    const odd = [
      `${cursor}A`,
      cursor.slice(2),
      "bnVsbA",
      btoa('["[\\"keys\\"]",1,2]'),
      btoa('["[\\"keys\\"]","1","2"]'),
    ];
    for (const query of [`kind=api&cursor=${cursor}`, ...odd.map((one) => `cursor=${encodeURIComponent(one)}`)]) {
      const answer = await api.ask(`keys?${query}`);
      expect([query, answer.status, answer.json.parameter]).toEqual([query, 400, "cursor"]);
    }
    expect((await api.ask(`silences?cursor=${cursor}`)).status).toBe(400);
  });
});

describe("a stored key", () => {
  it("is told as used once a minute", async () => {
    const used: string[] = [];
    const authenticate = createKeyAuthenticator(access.registry, { nowMs: () => nowMs, onUse: (id) => used.push(id) });
    const [one, other] = [access.add(), access.add()];
    const use = (key: string): unknown => authenticate({ headers: { authorization: `Bearer ${key}` } } as never);
    for (const key of [one.key, one.key, other.key, `${one.key.slice(0, -1)}!`]) use(key);
    expect(used).toEqual([one.id, other.id]);
    nowMs += 59_999;
    use(one.key);
    expect(used).toHaveLength(2);
    nowMs += 1;
    use(one.key);
    expect(used).toEqual([one.id, other.id, one.id]);
  });

  it("says for the audit why it opens nothing, and only who has it all learns which", async () => {
    const authenticate = createKeyAuthenticator(access.registry, { nowMs: () => nowMs });
    const ask = (key: string): unknown => authenticate({ headers: { authorization: `Bearer ${key}` } } as never);
    const revoked = access.add({ expiresMs: NOW }, { revokedMs: NOW });
    expect(ask(revoked.key)).toEqual({ denied: "the key is revoked", keyId: revoked.id });
    const wrong = revoked.key.slice(0, -1) + (revoked.key.endsWith("A") ? "B" : "A");
    expect(ask(wrong)).toEqual({ denied: "no such key" });
    expect(ask(access.add({ expiresMs: NOW }).key)).toMatchObject({ denied: "the key is expired" });
    expect(ask(access.add({}, { expiresMs: NOW, replacedBy: "x" }).key)).toMatchObject({
      denied: "the key is replaced",
    });
    expect(ask(access.add({ kind: "ingest" }).key)).toMatchObject({ denied: "the key is for sending telemetry" });
    expect(ask(access.add({ role: "root" }).key)).toMatchObject({ denied: "the key has no role that is known here" });
    expect(ask("jsk_00000000_0000000000000000000000000000000000000000000")).toEqual({ denied: "no such key" });
    expect(ask("jsk_0000")).toBeUndefined();
    // Of a newer version, or of somebody who wrote into the store: what is not known allows nothing.
    expect(ask(access.add({ scopes: ["everything", "read"] }).key)).toMatchObject({ role: "admin", scopes: ["read"] });
  });

  it("is asked for first, then the admin key, and nobody after who is known", async () => {
    const asked: string[] = [];
    const by =
      (name: string, answer: Awaited<ReturnType<Authenticate>>): Authenticate =>
      async () => {
        asked.push(name);
        return answer;
      };
    const me: Principal = { id: "me", role: "viewer" };
    const request = {} as never;
    expect(await firstOf(by("a", undefined), by("b", me), by("c", me))(request)).toBe(me);
    expect(asked).toEqual(["a", "b"]);
    const denial = { denied: "first" };
    expect(await firstOf(by("a", denial), by("b", { denied: "second" }))(request)).toBe(denial);
    expect(await firstOf(by("a", denial), by("b", me))(request)).toBe(me);
    expect(await firstOf()(request)).toBeUndefined();
    for (const nobody of [null, false]) expect(await firstOf(by("a", nobody as never), by("b", me))(request)).toBe(me);
    for (const odd of [true, 0, "me"]) expect(await firstOf(by("a", odd as never), by("b", me))(request)).toBe(odd);
  });
});
