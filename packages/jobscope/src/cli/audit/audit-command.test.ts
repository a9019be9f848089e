import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { openAccessStore, openSqliteStore } from "@jobscope/store";
import type { AuditEntry } from "@jobscope/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { cliHere } from "../../../test/cli-here.ts";
import type { Outcome } from "../../../test/cli-here.ts";
import { storeFileOf } from "../../journey/store-file.ts";

let cwd: string;
let file: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "jobscope-audit-"));
  file = storeFileOf(cwd);
  openSqliteStore({ path: file, durability: "process" }).close();
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const NOW = Date.now();

function append(count: number, fields: Partial<AuditEntry> = {}): void {
  const store = openAccessStore({ path: file });
  const entries = Array.from({ length: count }, (_, n) => ({
    atMs: NOW - (count - n) * 60_000,
    actor: n % 2 === 0 ? "k1" : "k2",
    role: "admin",
    action: "alerts.suppress",
    target: `t${n}`,
    outcome: "done" as const,
    detail: "",
    address: "192.0.2.0",
    requestId: `r${n}`,
    count: 1,
    ...fields,
  }));
  store.appendAudit(entries);
  store.close();
}

const cli = (...args: readonly string[]): Promise<Outcome> => cliHere(...args, "--data", cwd);

describe("jobscope audit", () => {
  it("lists the newest first, as a table and as JSON", async () => {
    append(3);
    append(1, { detail: "evil \u{1b}[2J\nline", outcome: "denied", count: 7, atMs: NOW });
    const { stdout } = await cli("audit", "list");
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^NO\. +TIME +WHO +WHAT +TO +OUTCOME +DETAIL$/);
    expect(lines[1]).toMatch(/^4 .*denied \(7 times\) +evil +line$/);
    expect((await cli("audit", "list", "--limit", "3")).stderr).toContain("older ones");
    expect((await cli("audit", "list", "--limit", "4")).stderr).toBe("");
    const { items, more } = JSON.parse((await cli("audit", "list", "--json", "--limit", "2")).stdout);
    expect(more).toBe(true);
    expect(items.map(({ sequence }: { sequence: number }) => sequence)).toEqual([4, 3]);
    expect(items[1]).toMatchObject({
      actor: "k1",
      target: "t2",
      request_id: "r2",
      time: new Date(NOW - 60_000).toISOString(),
    });
  });

  it("lists more than a page, and only what is asked for", async () => {
    append(1_500);
    const all = JSON.parse((await cli("audit", "list", "--json", "--limit", "5000")).stdout).items;
    expect(new Set(all.map(({ sequence }: { sequence: number }) => sequence)).size).toBe(1_500);
    const from = new Date(NOW - 10.5 * 60_000).toISOString();
    const some = await cli("audit", "list", "--json", "--actor", "k2", "--from", from, "--to", "5m");
    const times = JSON.parse(some.stdout).items.map(({ time }: { time: string }) => (NOW - Date.parse(time)) / 60_000);
    // `--to 5m` is five minutes before the command ran, not before the entries were made.
    expect(times.filter((minutes: number) => minutes > 5)).toEqual([7, 9]);
    expect((await cli("audit", "list", "--outcome", "failed")).stdout).toBe("No entries.\n");
  });

  it("verifies what was not touched, with exit code 0", async () => {
    append(50);
    expect(await cli("audit", "verify")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^50 entries/) });
  });

  it.each([
    ["changed", "UPDATE audit SET data = replace(data, 't20', 't99') WHERE sequence = 21"],
    ["removed", "DELETE FROM audit WHERE sequence = 21"],
  ])("finds an entry that was %s, and says which, with exit code 1", async (_name, sql) => {
    append(50);
    const database = new DatabaseSync(file);
    database.exec("DROP TRIGGER audit_stands; DROP TRIGGER audit_stays");
    database.exec(sql);
    database.close();
    const { code, stdout } = await cli("audit", "verify");
    expect(code).toBe(1);
    expect(stdout).toContain("Entry 21 ");
    expect(JSON.parse((await cli("audit", "verify", "--json")).stdout)).toMatchObject({ ok: false, broken_at: 21 });
  });

  it.each([
    [["list", "--from", "2026-02-30"], "is no instant"],
    [["list", "--from", "yesterday"], "how long ago"],
    [["list", "--from", "2026-11-25T12:00"], "with its zone"],
    [["list", "--outcome", "bad"], "done, denied, failed"],
    [["list", "--limit", "0"], "from 1 to"],
  ])("%j is refused with exit code 2", async (args, text) => {
    expect(await cli("audit", ...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(text) });
  });
});
