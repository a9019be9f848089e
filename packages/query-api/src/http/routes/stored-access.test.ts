import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { adminKeyAuthenticator, createKeyAuthenticator, firstOf, hashApiKey } from "@jobscope/query-api";
import type { AuditResource, KeyResource } from "@jobscope/query-api";
import { openSqliteReader, openSqliteStore } from "@jobscope/store";
import { afterEach, beforeEach, expect, it } from "vitest";

import { KEY, serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { promised } from "../../../test/promised.ts";
import { NOW } from "../../../test/samples.ts";

/** Keys and audit over the real store, written as the core of the monitor does. */
let folder: string;
let api: ApiServer;
let nowMs: number;
let close: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stored-access-"));
  const path = join(folder, "test.db");
  const store = openSqliteStore({ path, durability: "process" });
  const queries = openSqliteReader({ path });
  close = () => {
    queries.close();
    store.close();
  };
  nowMs = NOW;
  const stored = hashApiKey(KEY);
  const find = (prefix: string): ReturnType<typeof queries.keys>[number] | undefined =>
    queries.keys().find((key) => key.prefix === prefix);
  api = await serveApi({
    reader: promised(queries),
    admin: {
      async command(command) {
        store.transaction(() => {
          if (command.kind === "audit") store.appendAudit(command.entries);
          if (command.kind !== "write_key") return;
          store.writeKey(command.key);
          if (command.replaced !== undefined) store.writeKey(command.replaced);
          store.appendAudit([command.audit]);
        });
        return "done";
      },
    },
    authenticate: firstOf(
      createKeyAuthenticator({ find }, { nowMs: () => nowMs }),
      adminKeyAuthenticator(() => stored),
    ),
    nowMs: () => nowMs,
  });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  close();
  rmSync(folder, { recursive: true });
});

const make = async (json: object): Promise<Answer> => {
  nowMs += 1;
  return api.ask("keys", { method: "POST", json });
};

it("keys are kept with all that they may do, and pages show each once", async () => {
  const scopes = ["read", "alerts:write"];
  const wishes = [
    { name: "operator", role: "operator", scopes, expires_time: "2027-01-01" },
    { name: "sender", kind: "ingest", services: ["billing", "Übersicht €"] },
    { name: "viewer", role: "viewer" },
  ];
  const made: KeyResource[] = [];
  for (const wish of wishes) made.push((await make(wish)).json);
  const seen: KeyResource[] = [];
  let path = "keys?limit=1";
  for (;;) {
    const { json } = await api.ask(path);
    seen.push(...json.items);
    if (json.next_cursor === null) break;
    path = `keys?limit=1&cursor=${json.next_cursor}`;
  }
  const shown = made.map(({ id, kind, role, scopes: own, services }) => ({ id, kind, role, scopes: own, services }));
  expect(seen.toReversed()).toMatchObject(shown);
});

it("a rotated and a revoked key open nothing, and no file holds a key", async () => {
  const first = (await make({ name: "bot", role: "viewer" })).json;
  const second = (await api.ask(`keys/${first.id}/rotate`, { method: "POST", json: {} })).json;
  const status = async (key: string): Promise<number> =>
    (await api.ask("status", { authorization: `Bearer ${key}` })).status;
  expect([await status(first.key), await status(second.key)]).toEqual([401, 200]);
  await api.ask(`keys/${second.id}`, { method: "DELETE" });
  expect(await status(second.key)).toBe(401);
  for (const wrong of [`status?key=${first.key}`, `jobs/${second.key}`]) await api.ask(wrong, { authorization: null });

  const { json } = await api.ask("audit");
  expect(json.items.map(({ action, outcome, detail }: AuditResource) => [action, outcome, detail])).toEqual(
    expect.arrayContaining([
      ["access", "denied", "unauthorized: the key is replaced"],
      ["access", "denied", "unauthorized: the key is revoked"],
      ["access", "denied", "unauthorized: no key"],
    ]),
  );
  expect(json.items.filter(({ outcome }: AuditResource) => outcome === "done")).toMatchObject([
    { action: "keys.revoke", target: second.id },
    { action: "keys.rotate", target: first.id },
    { action: "keys.create", target: first.id },
  ]);
  expect((await api.ask("audit/check")).json).toEqual({ ok: true, entries: 7, broken_at: null });
  for (const file of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, file), "latin1");
    for (const { key } of [first, second]) expect(bytes.includes(key.slice(13))).toBe(false);
  }
});

it("the audit is paged by filters while it grows", async () => {
  for (let n = 0; n < 5; n += 1) await make({ name: `k${n}`, role: "viewer" });
  const seen: number[] = [];
  let path = "audit?action=keys.create&limit=2";
  for (;;) {
    const { json } = await api.ask(path);
    seen.push(...json.items.map(({ sequence }: AuditResource) => sequence));
    if (json.next_cursor === null) break;
    await make({ name: "later", role: "viewer" });
    path = `audit?action=keys.create&limit=2&cursor=${json.next_cursor}`;
  }
  expect(seen).toEqual([5, 4, 3, 2, 1]);
  const answer = await api.ask("audit?action=keys.rotate&cursor=AAAA");
  expect([answer.status, answer.json.parameter]).toEqual([400, "cursor"]);
});
