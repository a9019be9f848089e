import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { lockDataDirectory, openSqliteReader, openSqliteStore } from "@jobscope/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { generateHistory } from "../../../../store/test/generated-history.ts";
import { cliHere } from "../../../test/cli-here.ts";
import type { Outcome } from "../../../test/cli-here.ts";
import { storeFileOf } from "../../journey/store-file.ts";
import { planText } from "./plan-text.ts";

let cwd: string;
let path: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "jobscope-retention-"));
  path = storeFileOf(cwd);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const cli = (...args: readonly string[]): Promise<Outcome> => cliHere("retention", ...args, "--data", cwd);

function fill(): void {
  const writer = openSqliteStore({ path, durability: "process" });
  generateHistory(writer, { runs: 2_000, nowMs: Date.now(), days: 60, recordsEvery: 10 });
  writer.close();
}

function rows(): Readonly<Record<string, number>> {
  const reader = openSqliteReader({ path });
  try {
    return reader.health().rows;
  } finally {
    reader.close();
  }
}

const FLAGS = ["--retention-runs", "30d", "--retention-keep-runs-per-job", "2", "--retention-run-logs", "15d"];

describe("jobscope retention", () => {
  it("says what would go, and deletes nothing; then deletes exactly that", async () => {
    fill();
    const before = rows();
    const dry = await cli("--dry-run", ...FLAGS);
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stdout).toMatch(/^KIND +ROWS +OLDER THAN +FROM \/ TO +FREES\n/);
    expect(dry.stdout).toMatch(/^runs +\d+ +20.*Z {2}20.*Z \/ 20.*Z +~[\d.]+ MB$/m);
    expect(rows()).toEqual(before);
    const { deletes, over_bytes: overBytes } = JSON.parse((await cli("--dry-run", "--json", ...FLAGS)).stdout);
    expect(overBytes).toBe(0);
    const planned = (table: string): number =>
      deletes
        .filter(({ kind }: { kind: string }) => kind === table || kind.endsWith(`_${table}`))
        .reduce((sum: number, item: { rows: number }) => sum + item.rows, 0);
    expect(planned("runs")).toBeGreaterThan(700);
    const done = await cli("--json", ...FLAGS);
    expect(done.code, done.stderr).toBe(0);
    const { cleaned, deleted } = JSON.parse(done.stdout);
    expect(cleaned).toBe(true);
    const after = rows();
    for (const table of ["runs", "slots", "logs", "spans"]) {
      expect([table, (before[table] ?? 0) - (after[table] ?? 0)]).toEqual([table, planned(table)]);
      expect([table, deleted[table] ?? 0]).toEqual([table, planned(table)]);
    }
    expect((await cli(...FLAGS)).stdout).toContain("Nothing was old enough to go");
    lockDataDirectory(cwd).release();
  });

  it("says when the size makes records go", () => {
    const plan = { kinds: [], bytes: 9e9, liveBytes: 8.5e9, maxBytes: 5e9, overBytes: 3.5e9 };
    expect(planText(plan)).toContain("may have 5000.0 MB: about 3500.0 MB more must go, other logs and spans first");
    expect(planText({ ...plan, overBytes: 0 })).not.toContain("more must go");
  });

  it("leaves it to the monitor where one runs, and says so", async () => {
    fill();
    const lock = lockDataDirectory(cwd);
    try {
      const before = rows();
      const { code, stdout, stderr } = await cli(...FLAGS);
      expect([code, stdout, rows()]).toEqual([1, "", before]);
      expect(stderr).toContain(`process ${process.pid}`);
      expect(stderr).toContain("cleans up by itself each minute");
      const asJson = await cli("--json", ...FLAGS);
      expect([asJson.code, JSON.parse(asJson.stdout)]).toEqual([1, expect.objectContaining({ cleaned: false })]);
      expect((await cli("--dry-run", ...FLAGS)).stdout).toContain("Nothing was deleted");
    } finally {
      lock.release();
    }
  });

  it("makes nothing where there is nothing, and names a wrong setting", async () => {
    expect(await cli()).toMatchObject({ code: 1, stdout: "" });
    expect(existsSync(path)).toBe(false);
    expect(await cli("--retention-runs", "soon")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("flag --retention-runs"),
    });
  });
});
