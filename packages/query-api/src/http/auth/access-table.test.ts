import {
  adminKeyAuthenticator,
  createKeyAuthenticator,
  firstOf,
  hashApiKey,
  mintKey,
  SCOPES,
} from "@jobscope/query-api";
import type { Principal, Role, Scope } from "@jobscope/query-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FIRING } from "../../../test/alert-samples.ts";
import { KEY, serveApi } from "../../../test/api-server.ts";
import type { ApiServer, Ask } from "../../../test/api-server.ts";
import { memoryAccess } from "../../../test/memory-access.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { NOW } from "../../../test/samples.ts";
import { scriptedAlerting, TOKEN } from "../../../test/scripted-alerting.ts";
import { ROUTES } from "../routing/routes.ts";

type Who = Role | "anybody";
type Line = readonly [least: Who, scope: Scope | null, path: string, status: number, ask?: Ask];

const SILENCE = { alert_id: FIRING.id, ends_time: "2026-11-26", comment: "x" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

/**
 * Who may do what, by hand: a route that is not here fails. The least role, the scope to which a key may be narrowed for
 * it, what is asked for, and what somebody who may is answered.
 */
const TABLE: Readonly<Record<string, Line>> = {
  "GET /status": ["viewer", "read", "status", 200],
  "GET /metrics": ["viewer", "read", "metrics?names=nothing", 400],
  "GET /dashboard": ["viewer", "read", "dashboard", 200],
  "GET /jobs": ["viewer", "read", "jobs", 200],
  "GET /jobs/:id": ["viewer", "read", "jobs/none", 404],
  "DELETE /jobs/:id": ["admin", "jobs:write", "jobs/none", 404],
  "GET /runs": ["viewer", "read", "runs", 200],
  "GET /runs/:id": ["viewer", "read", "runs/none", 404],
  "GET /slots": ["viewer", "read", "slots", 200],
  "GET /slots/calendar": ["viewer", "read", "slots/calendar?days=0", 400],
  "GET /errors": ["viewer", "read", "errors", 200],
  "GET /errors/:id": ["viewer", "read", "errors/none", 404],
  "GET /logs": ["viewer", "read", "logs", 200],
  "GET /traces/:id": ["viewer", "read", "traces/none", 404],
  "GET /alerts": ["viewer", "read", "alerts", 200],
  "GET /alerts/:id": ["viewer", "read", `alerts/${FIRING.id}`, 200],
  "POST /alerts/:id/ack": ["operator", "alerts:write", `alerts/${FIRING.id}/ack`, 200],
  "POST /alerts/:id/snooze": ["operator", "alerts:write", `alerts/${FIRING.id}/snooze`, 400],
  "POST /alerts/suppress": ["operator", "alerts:write", "alerts/suppress", 201, { json: SILENCE }],
  "GET /silences": ["viewer", "read", "silences", 200],
  "DELETE /silences/:id": ["operator", "alerts:write", "silences/s-active", 200],
  "GET /alerts/ack": ["anybody", null, `alerts/ack?token=${TOKEN}`, 200],
  "POST /alerts/ack": ["anybody", null, "alerts/ack", 410, { body: "token=forged", headers: FORM }],
  "GET /health": ["viewer", "read", "health", 200],
  "GET /health/live": ["anybody", null, "health/live", 200],
  "GET /health/ready": ["anybody", null, "health/ready", 200],
  "GET /export": ["viewer", "export", "export?of=nothing", 400],
  "GET /keys": ["admin", "keys:write", "keys", 200],
  "POST /keys": ["admin", "keys:write", "keys", 400, { json: {} }],
  "POST /keys/:id/rotate": ["admin", "keys:write", "keys/none/rotate", 404],
  "DELETE /keys/:id": ["admin", "keys:write", "keys/none", 404],
  "GET /audit": ["admin", "audit:read", "audit", 200],
  "GET /audit/check": ["admin", "audit:read", "audit/check", 200],
  "GET /openapi.json": ["viewer", "read", "openapi.json", 200],
  "GET /docs": ["viewer", "read", "docs", 200],
};

const RANKS: Readonly<Record<Who, number>> = { anybody: 0, viewer: 1, operator: 2, admin: 3 };

/** What a caller without any right is answered. */
function strangerStatus([least, , , status]: Line): number {
  return least === "anybody" ? status : 401;
}

function callerStatus([least, scope, , status]: Line, { role, scopes }: Pick<Principal, "role" | "scopes">): number {
  const isLowered = RANKS[role] < RANKS[least];
  const isNarrowed = scope !== null && scopes !== undefined && !scopes.includes(scope);
  return isLowered || isNarrowed ? 403 : status;
}

const access = memoryAccess();
const ROLES: readonly Role[] = ["viewer", "operator", "admin"];

/** Ways in which somebody who may not come in asks. */
const wrongWays = (): readonly (readonly [what: string, options: Ask, query?: string])[] => {
  const bearer = (key: string): Ask => ({ authorization: `Bearer ${key}` });
  const good = access.add({ role: "admin" }).key;
  const unknown = mintKey({ kind: "api", name: "x", role: "admin", createdMs: NOW, createdBy: "x" }).key;
  return [
    ["no key", { authorization: null }],
    ["an empty header", { authorization: "" }],
    ["a key that nobody has", bearer(unknown)],
    ["a key with another end", bearer(`${good.slice(0, -2)}--`)],
    ["a key with more behind it", bearer(`${good}x`)],
    ["half a key", bearer(good.slice(0, 20))],
    ["the prefix of a key", bearer(good.slice(0, 12))],
    ["a key in capitals", bearer(good.toUpperCase())],
    ["no scheme", { authorization: good }],
    ["another scheme", { authorization: `Token ${good}` }],
    ["two keys", { authorization: `Bearer ${good}, Bearer ${KEY}` }],
    ["a key of 10,000 characters", bearer("x".repeat(10_000))],
    ["Basic, key as password", { authorization: `Basic ${btoa(`admin:${KEY}`)}` }],
    ["Basic, key as name", { authorization: `Basic ${btoa(`${good}:`)}` }],
    ["a key in the query string", { authorization: null }, `access_token=${good}`],
    ["the admin key in the query string", { authorization: null }, `api_key=${KEY}`],
    [
      "a key in a cookie, from its own page",
      { authorization: null, headers: { cookie: `key=${good}`, "sec-fetch-site": "same-origin" } },
    ],
    ["a key in X-Api-Key", { authorization: null, headers: { "x-api-key": good } }],
    ["a key in Proxy-Authorization", { authorization: null, headers: { "proxy-authorization": `Bearer ${good}` } }],
    ["a key that expired", bearer(access.add({ expiresMs: NOW }).key)],
    ["a key that was revoked", bearer(access.add({}, { revokedMs: NOW - 1 }).key)],
    ["a key that was rotated out", bearer(access.add({}, { replacedBy: "other", expiresMs: NOW - 1 }).key)],
    ["a key for telemetry", bearer(access.add({ kind: "ingest", role: "admin" }).key)],
    ["a key of a role that is not there", bearer(access.add({ role: "owner" }).key)],
    ["the hash of a key", bearer([...access.keys.values()][0]?.hash ?? "")],
    ["the id of the admin key", bearer("admin-key")],
  ];
};

const keyOf = (role: Role, scopes?: readonly Scope[]): Ask => ({
  authorization: `Bearer ${access.add({ role, ...(scopes && { scopes }) }).key}`,
});
const callers = (): readonly (readonly [what: string, who: Pick<Principal, "role" | "scopes">, options: Ask])[] => [
  ["the admin key", { role: "admin" }, {}],
  ...ROLES.map((role) => [`a key of a ${role}`, { role }, keyOf(role)] as const),
  [
    "a key being rotated out",
    { role: "operator" },
    { authorization: `Bearer ${access.add({ role: "operator", expiresMs: NOW + 1 }, { replacedBy: "x" }).key}` },
  ],
  ...ROLES.flatMap((role) =>
    SCOPES.map(
      (scope) => [`a key of a ${role} narrowed to ${scope}`, { role, scopes: [scope] }, keyOf(role, [scope])] as const,
    ),
  ),
  ["a key narrowed to nothing", { role: "admin", scopes: [] }, keyOf("admin", [])],
];

/** As somebody else's application knows its people. */
const PEOPLE: readonly Principal[] = [
  ...ROLES.map((role) => ({ id: role, role })),
  { id: "narrow", role: "admin", scopes: ["read"] },
];

let api: ApiServer;
let embedded: ApiServer;
beforeAll(async () => {
  const stored = hashApiKey(KEY);
  const deps = {
    reader: { ...memoryReader(), ...access.reader },
    admin: access.admin,
    alerting: { ...scriptedAlerting(), command: async (command) => await fresh().command(command) },
  } satisfies Parameters<typeof serveApi>[0];
  const authenticate = firstOf(
    createKeyAuthenticator(access.registry, { nowMs: () => NOW }),
    adminKeyAuthenticator(() => stored),
  );
  api = await serveApi({ ...deps, authenticate });
  embedded = await serveApi({
    ...deps,
    authenticate: (request) => PEOPLE.find(({ id }) => id === request.get("x-person")),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await embedded[Symbol.asyncDispose]();
});
/** A link is good once; here every request is the first. */
const fresh = scriptedAlerting;

it("has a line for every route, and no other", () => {
  expect(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(TABLE).toSorted());
});

describe.each(Object.entries(TABLE))("%s", (route, line) => {
  const [method = ""] = route.split(" ");
  const [, , path, , ask = {}] = line;
  const merged = (options: Ask): Ask => ({
    method,
    ...ask,
    ...options,
    headers: { ...ask.headers, ...options.headers },
  });

  it("opens to nobody who is not known", async () => {
    for (const [what, options, query] of wrongWays()) {
      const asked = query === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
      const answer = await api.ask(asked, merged(options));
      expect([what, answer.status]).toEqual([what, strangerStatus(line)]);
      if (answer.status === 401) expect(answer.json).toMatchObject({ type: "urn:jobscope:problem:unauthorized" });
      expect(answer.text).not.toMatch(/js[ki]_|of-the-admin/);
    }
  });

  it("opens to each role and scope that may, and to no other", async () => {
    for (const [what, who, options] of callers()) {
      const answer = await api.ask(path, merged(options));
      expect([what, answer.status]).toEqual([what, callerStatus(line, who)]);
      if (answer.status === 403) expect(answer.json).toMatchObject({ type: "urn:jobscope:problem:forbidden" });
    }
  });

  it("opens to the people of an application around it as they may", async () => {
    for (const person of PEOPLE) {
      const answer = await embedded.ask(path, merged({ authorization: null, headers: { "x-person": person.id } }));
      expect([person.id, answer.status]).toEqual([person.id, callerStatus(line, person)]);
    }
    expect((await embedded.ask(path, merged({}))).status).toBe(strangerStatus(line));
  });

  it("takes no other method, nor one that a header names", async () => {
    const own = ROUTES.filter((one) => `/${path}`.split("?")[0]?.endsWith(one.path)).map((one) => one.method as string);
    for (const other of ["PUT", "PATCH", "PROPFIND"].filter((one) => !own.includes(one))) {
      expect([other, (await api.ask(path, { method: other })).status]).toEqual([other, 405]);
    }
    const override = { "x-http-method-override": "DELETE", "x-method-override": "DELETE", "x-http-method": "DELETE" };
    const answer = await api.ask(path, merged({ headers: override }));
    expect(answer.status).toBe(line[3]);
  });
});
