import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, describe, expect, it } from "vitest";

import { allRuns, detailOf } from "../../test/contract/harness.ts";
import { PRLIMIT, runInChild } from "../../test/processes/run-in-child.ts";
import { openTemporaryStore, temporaryDirectory } from "../../test/sqlite-harness.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../test/processes/${name}.fixture.ts`, import.meta.url));
const hasPrlimit = spawnSync(PRLIMIT, ["--version"]).status === 0;

const directories: string[] = [];
const directory = (): string => {
  const made = temporaryDirectory();
  directories.push(made);
  return made;
};
afterEach(() => {
  for (const made of directories.splice(0)) rmSync(made, { recursive: true, force: true });
});

const committedIn = (output: string): number =>
  Number(
    output
      .match(/committed (\d+)\n/g)
      ?.at(-1)
      ?.match(/\d+/)?.[0],
  );

describe("kill -9 of a writing process", () => {
  it.each(["process", "power"])("loses no committed group and leaves none half (%s)", async (durability) => {
    const place = directory();
    const child = runInChild(fixture("crash-writer"), [join(place, "jobscope.db"), durability]);
    await child.waitFor("committed 30\n");
    await child.kill();
    const told = committedIn(child.output());
    const store = openTemporaryStore(place);
    const runs = allRuns(store.reader, { limit: 1_000 });
    const logs = runs.map((run) => detailOf(store.reader, run).logs.length);
    const { rows } = store.reader.health();
    const integrity = store.writer.checkIntegrity();
    store.close();
    expect(runs.length % 10).toBe(0);
    expect(runs.length).toBeGreaterThanOrEqual((told + 1) * 10);
    expect(runs.length).toBeLessThanOrEqual((told + 2) * 10);
    expect(logs.every((count) => count === 1)).toBe(true);
    expect(rows).toMatchObject({ runs: runs.length, logs: runs.length });
    expect(integrity.ok).toBe(true);
  });
});

describe.skipIf(!hasPrlimit)("a COMMIT that the file system refuses", () => {
  it("changes nothing, says so, and works again once there is room", async () => {
    const place = directory();
    const child = runInChild(fixture("full-disk-writer"), [join(place, "jobscope.db")], 2_000);
    await once(child.process, "close");
    const { group, code, atFailure, after, integrity } = JSON.parse(child.output());
    expect(group).toBeGreaterThan(1);
    expect(["io", "full"]).toContain(code);
    const rows = group * 20;
    expect(atFailure).toMatchObject({ runs: rows, logs: rows, running: rows, sequence: rows });
    expect(after).toMatchObject({ runs: rows + 20, logs: rows + 20, running: rows + 20, sequence: rows + 20 });
    expect(integrity).toEqual({ ok: true, problems: [] });
  });
});
