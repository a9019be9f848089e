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
/** Where a second is promised, this is what half of the runs are given on a busy machine. */
const DEADLINE_MS = 5_000;
const SEEN_OF_EACH = 3;
const GIVE_UP_MS = 60_000;

const monitor = sharedMonitor();

const jobOf = (library: Library): string => `job of ${library}`;

interface Seen {
  readonly run: RunResource;
  readonly delayMs: number;
}

/** Finished runs, until there are some of each library, and how long after its end each was first seen in the API. */
async function watchDelays(query: string): Promise<readonly Seen[]> {
  const seen = new Map<string, Seen>();
  const giveUp = performance.now() + GIVE_UP_MS;
  const isEnough = (library: Library): boolean =>
    [...seen.values()].filter(({ run }) => run.job_name === jobOf(library)).length >= SEEN_OF_EACH;
  while (!LIBRARIES.every(isEnough) && performance.now() < giveUp) {
    for (const run of await monitor.api.runs(query)) {
      if (run.end_time === null || seen.has(run.id)) continue;
      seen.set(run.id, { run, delayMs: Date.now() - Date.parse(run.end_time) });
    }
    await sleep(50);
  }
  return [...seen.values()];
}

describe.concurrent.each(["esm", "commonjs"] as const)("a service as %s", { timeout: 120_000 }, (module) => {
  test("has each library's runs in the API within a second of their end", async ({ annotate, expect }) => {
    const name = `ticks-${module}`;
    const jobs: ScheduledJob[] = LIBRARIES.map((library) => ({
      library,
      name: jobOf(library),
      tells: true,
      cron: EVERY_SECOND,
      act: { kind: "sleep", ms: 20 },
    }));
    await using service = await startService({ name, module, endpoint: monitor.otlp, tmp: monitor.folder, jobs });
    const seen = await watchDelays(`service=${name}`);
    const callsOf = (library: Library): number =>
      service.stdout.split("\n").filter((line) => line === `called ${jobOf(library)}`).length;
    const before = new Map(LIBRARIES.map((library) => [library, callsOf(library)]));
    await service.end("SIGTERM");
    const all = await monitor.api.runs(`service=${name}`);

    for (const library of LIBRARIES) {
      const runs = seen.filter(({ run }) => run.job_name === jobOf(library));
      expect(runs.length, library).toBeGreaterThanOrEqual(SEEN_OF_EACH);
      expect(new Set(runs.map(({ run }) => run.state))).toEqual(new Set(["success"]));
      expect(new Set(runs.map(({ run }) => run.system))).toEqual(new Set([SYSTEMS[library]]));
      // Each call of the job is one run: none doubled, none left out but one that the end of the process met.
      const counted = all.filter((run) => run.job_name === jobOf(library)).length;
      expect(counted, library).toBeGreaterThanOrEqual(before.get(library) ?? Number.NaN);
      expect(counted, library).toBeLessThanOrEqual(callsOf(library));
    }
    const delays = seen.map(({ delayMs }) => delayMs).toSorted((a, b) => a - b);
    const median = delays[delays.length >> 1] ?? Number.POSITIVE_INFINITY;
    await annotate(
      `${module}: ${delays.length} runs in the API after ${median} ms (median), ${delays.at(-1)} ms (worst)`,
    );
    expect(median).toBeLessThan(DEADLINE_MS);
  });
});
