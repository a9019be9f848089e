import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { matchesApiKey, ROLES, SCOPES } from "@jobscope/query-api";
import { openAccessStore, openSqliteStore } from "@jobscope/store";
import type { StoredKey } from "@jobscope/store";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { cliHere } from "../../../test/cli-here.ts";
import type { Outcome } from "../../../test/cli-here.ts";
import { CliProcess, runToEnd } from "../../../test/cli-process.ts";
import { storeFileOf } from "../../journey/store-file.ts";
import { KEY_ROLES, KEY_SCOPES } from "./keys-command.ts";

let cwd: string;
let file: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "jobscope-keys-"));
  file = storeFileOf(cwd);
  openSqliteStore({ path: file, durability: "process" }).close();
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const cli = (...args: readonly string[]): Promise<Outcome> => cliHere(...args, "--data", cwd);

async function create(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli("keys", "create", ...args);
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

function stored(): readonly StoredKey[] {
  const store = openAccessStore({ path: file });
  try {
    return store.keys();
  } finally {
    store.close();
  }
}

const actions = async (): Promise<readonly unknown[]> => {
  const { items } = JSON.parse((await cli("audit", "list", "--json")).stdout);
  return items.map(({ actor, action, target, detail }: Record<string, string>) => ({ actor, action, target, detail }));
};

it("offers the roles and scopes that the API has", () => {
  expect([KEY_ROLES, KEY_SCOPES]).toEqual([ROLES, SCOPES]);
});

describe("jobscope keys", () => {
  it("makes a key, prints it alone and once, and stores its hash", async () => {
    const { stdout, stderr } = await cli("keys", "create", "--name", "grafana", "--expires", "90d");
    expect(stdout).toMatch(/^jsk_[0-9a-z]{8}_[\w-]{43}\n$/);
    const key = stdout.trim();
    const [one] = stored();
    expect(one).toMatchObject({
      name: "grafana",
      kind: "api",
      role: "viewer",
      createdBy: `cli:${userInfo().username}`,
    });
    expect((one?.expiresMs ?? 0) - (one?.createdMs ?? 0)).toBe(90 * 86_400_000);
    expect(matchesApiKey(key, one?.hash ?? "")).toBe(true);
    expect(stderr).toContain(one?.id);
    const everything = [stderr, (await cli("keys", "list")).stdout, (await cli("keys", "list", "--json")).stdout];
    everything.push((await cli("audit", "list")).stdout, readFileSync(file, "latin1"));
    for (const text of everything) expect(text).not.toContain(key);
    expect(everything.slice(0, 3).join("")).not.toContain(one?.hash);
    expect(await actions()).toEqual([
      {
        actor: `cli:${userInfo().username}`,
        action: "keys.create",
        target: one?.id,
        detail: expect.stringMatching(/^role viewer, until 20/),
      },
    ]);
  });

  it("narrows keys, and binds senders to services", async () => {
    await create("--name", "ci", "--role", "admin", "--scopes", "read,export");
    expect(await create("--name", "send", "--kind", "ingest", "--services", "billing, shop")).toMatch(/^jsi_/);
    expect(stored().map(({ role, scopes, services }) => ({ role, scopes, services }))).toEqual(
      expect.arrayContaining([
        { role: "admin", scopes: ["read", "export"], services: undefined },
        { role: "", scopes: undefined, services: ["billing", "shop"] },
      ]),
    );
    const { stdout } = await cli("keys", "list");
    expect(stdout).toMatch(/^ID +PREFIX +NAME +MAY +STATE +CREATED +EXPIRES +LAST USED\n/);
    expect(stdout).toMatch(/ci +admin \(read, export\) +active .* never +never\n/);
    expect(stdout).toContain("send for billing, shop");
  });

  it("replaces a key, with an overlap where that is asked for", async () => {
    await create("--name", "ci", "--role", "operator", "--expires", "30d");
    const { stdout, stderr } = await cli("keys", "rotate", "ci", "--overlap", "1h");
    expect(stdout).toMatch(/^jsk_/);
    expect(stderr).toContain("The old key ends at");
    const keys = stored();
    const [old, fresh] = [keys.find((key) => key.replacedBy), keys.find((key) => key.replacedBy === undefined)];
    expect(old?.replacedBy).toBe(fresh?.id);
    expect(fresh).toMatchObject({ name: "ci", role: "operator" });
    expect((fresh?.expiresMs ?? 0) - (fresh?.createdMs ?? 0)).toBe(30 * 86_400_000);
    expect(old?.expiresMs).toBe((fresh?.createdMs ?? 0) + 3_600_000);
    expect(await cli("keys", "rotate", old?.id ?? "")).toMatchObject({ code: 1, stdout: "" });
    expect((await cli("keys", "rotate", "ci")).code).toBe(0);
    expect(stored().find(({ id }) => id === fresh?.id)).toMatchObject({ replacedBy: expect.any(String) });
    expect((await actions()).map((entry) => entry)).toMatchObject([
      { action: "keys.rotate", target: fresh?.id },
      { action: "keys.rotate", target: old?.id },
      { action: "keys.create", target: old?.id },
    ]);
  });

  it("revokes a key by prefix, once, and leaves it out of the list", async () => {
    await create("--name", "ci");
    const [key] = stored();
    expect((await cli("keys", "revoke", key?.prefix ?? "")).stdout).toContain("is revoked");
    const [once] = stored();
    // As the API answers it: what was to be is so.
    expect(await cli("keys", "revoke", key?.id ?? "")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("is revoked already"),
    });
    expect(stored()).toEqual([once]);
    expect(await actions()).toMatchObject([{ action: "keys.revoke", target: key?.id }, { action: "keys.create" }]);
    expect(await cli("keys", "rotate", key?.id ?? "")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is revoked already"),
    });
    expect((await cli("keys", "list")).stdout).toContain("1 that ended: --all shows them");
    expect((await cli("keys", "list", "--all")).stdout).toContain("revoked");
    const { items } = JSON.parse((await cli("keys", "list", "--all", "--json")).stdout);
    expect(items).toMatchObject([{ id: key?.id, state: "revoked", revoked_time: expect.stringMatching(/Z$/) }]);
  });

  it("asks for the id where a name means two keys", async () => {
    await create("--name", "ci");
    await create("--name", "ci");
    const { code, stderr } = await cli("keys", "revoke", "ci");
    expect(code).toBe(1);
    for (const { id } of stored()) expect(stderr).toContain(id);
  });

  it.each([
    [["create"], 2, "--name <text>"],
    [["create", "--name", "  "], 2, "flag --name"],
    [["create", "--name", "x\ny"], 2, "one line"],
    [["create", "--name", "x", "--role", "boss"], 2, "viewer, operator, admin"],
    [["create", "--name", "x", "--scopes", "all"], 2, "Allowed: read, export"],
    [["create", "--name", "x", "--scopes", "keys:write"], 2, "viewer does not allow keys:write"],
    [["create", "--name", "x", "--services", "a"], 2, "flag --services"],
    [["create", "--name", "x", "--kind", "ingest", "--role", "admin"], 2, "flag --role"],
    [["create", "--name", "x", "--expires", "90"], 2, "such as 90d"],
    [["create", "--name", "x", "--expires", "0s"], 2, "has passed"],
    [["create", "--name", "x", "--expires", "3661d"], 2, "more than 3660 days ahead"],
    [["create", "--name", "x", "--expires", "999999999999w"], 2, "flag --expires"],
    [["create", "--name", "x", "--kind", "ingest", "--services", ","], 2, "flag --services"],
    [["rotate", "nobody"], 1, "no such key"],
    [["rotate", "nobody", "--overlap", "30d"], 2, "at most 7d"],
    [["revoke", "nobody"], 1, "jobscope keys list"],
    [["revoke", "admin-key"], 1, "JOBSCOPE_ADMIN_KEY"],
  ])("%j: exit code %i, with the fix", async (args, code, text) => {
    const outcome = await cli("keys", ...args);
    expect([outcome.code, outcome.stdout]).toEqual([code, ""]);
    expect(outcome.stderr).toContain(text);
    expect(await actions()).toEqual([]);
  });

  it("says how to begin where there is no database", async () => {
    const exit = await runToEnd(["keys", "list", "--data", "nowhere"], { cwd });
    expect(exit).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("start the monitor once") });
  });

  it("is quick to stumble over nothing but its own settings", async () => {
    const env = { JOBSCOPE_OTLP_ADDR: "nonsense", JOBSCOPE_DATA: cwd };
    expect(await runToEnd(["keys", "list"], { cwd, env })).toMatchObject({ code: 0, stderr: "" });
  });

  it("beside a running monitor: the key opens the API, and a revoked one no longer does", async () => {
    const args = ["serve", "--data", cwd, "--otlp-addr", "127.0.0.1:0", "--api-addr", "127.0.0.1:0"];
    await using monitor = new CliProcess(args, { cwd });
    const api = /API +(http:\S+)/.exec((await monitor.waitFor(/Ready/)).input)?.[1] ?? "";
    const key = await create("--name", "beside");
    const status = async (): Promise<number> => {
      const answer = await fetch(`${api}/status`, { headers: { authorization: `Bearer ${key}` } });
      await answer.arrayBuffer();
      return answer.status;
    };
    await vi.waitFor(async () => expect(await status()).toBe(200), { timeout: 15_000, interval: 200 });
    expect((await cli("keys", "revoke", "beside")).code).toBe(0);
    await vi.waitFor(async () => expect(await status()).toBe(401), { timeout: 15_000, interval: 200 });
  }, 60_000);
});
