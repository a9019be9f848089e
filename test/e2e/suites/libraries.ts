/** Real jobs under four real scheduler libraries, through the real monitor, out of its API. */
import { setTimeout as sleep } from "node:timers/promises";

import type { RunResource } from "@jobscope/query-api";
import { describe, test } from "vitest";

import type { Library, ScheduledJob } from "../services/schedule-jobs.ts";
import { startService } from "../support/service-process.ts";
import { sharedMonitor } from "../support/shared-monitor.ts";

const LIBRARIES: readonly Library[] = ["node-cron", "cron", "croner", "node-schedule"];
const SYSTEMS = { "node-cron": "node_cron", cron: "cron", croner: "croner", "node-schedule": "node_schedule" } as const;
const EVERY_SECOND = "* * * * * *";
/** Where a second is promised, this is what a busy machine is given. */
const DEADLINE_MS = 5_000;

const monitor = sharedMonitor();

/** How long after its end each finished run was first seen in the API, milliseconds. */
async function watchDelays(
  query: string,
  forMs: number,
): Promise<ReadonlyMap<string, { run: RunResource; delayMs: number }>> {
  const seen = new Map<string, { run: RunResource; delayMs: number }>();
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    for (const run of await monitor.api.runs(query)) {
      if (run.end_time === null || seen.has(run.id)) continue;
      seen.set(run.id, { run, delayMs: Date.now() - Date.parse(run.end_time) });
    }
    await sleep(50);
  }
  return seen;
}

describe.concurrent.each(["esm", "commonjs"] as const)("a service as %s", (module) => {
  test("has each library's runs in the API within a second of their end", async ({ annotate, expect }) => {
    const name = `ticks-${module}`;
    const jobs: ScheduledJob[] = LIBRARIES.map((library) => ({
      library,
      name: `job of ${library}`,
      cron: EVERY_SECOND,
      act: { kind: "sleep", ms: 20 },
    }));
    await using service = await startService({ name, module, endpoint: monitor.otlp, tmp: monitor.folder, jobs });
    const seen = [...(await watchDelays(`service=${name}`, 5_000)).values()];
    await service.end("SIGTERM");

    for (const library of LIBRARIES) {
      const runs = seen.filter(({ run }) => run.job_name === `job of ${library}`);
      expect(runs.length, library).toBeGreaterThanOrEqual(3);
      expect(new Set(runs.map(({ run }) => run.state))).toEqual(new Set(["success"]));
      expect(new Set(runs.map(({ run }) => run.system))).toEqual(new Set([SYSTEMS[library]]));
      // Each second is met by one run: none doubled.
      const seconds = runs.map(({ run }) => Math.round(Date.parse(run.start_time ?? "") / 1000));
      expect(new Set(seconds).size, library).toBe(seconds.length);
    }
    const delays = seen.map(({ delayMs }) => delayMs).toSorted((a, b) => a - b);
    const worst = delays.at(-1) ?? Number.POSITIVE_INFINITY;
    await annotate(
      `${module}: ${delays.length} runs in the API after ${delays[delays.length >> 1]} ms (median), ${worst} ms (worst)`,
    );
    expect(worst).toBeLessThan(DEADLINE_MS);
  });
});
