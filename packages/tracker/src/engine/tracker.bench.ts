import { JobEventSource, VirtualClock } from "@jobscope/testkit";

import { createTracker } from "../index.ts";
import type { TrackerInput } from "../index.ts";

const RUNS = 200_000;
const JOBS = 100;
const PER_REQUEST = 500;

/** Runs of 100 jobs as they come in, a start and an end each, 500 to a request. */
function inputs(source: JobEventSource, clock: VirtualClock): TrackerInput[][] {
  const requests: TrackerInput[][] = [];
  for (let first = 0; first < RUNS; first += PER_REQUEST) {
    const request: TrackerInput[] = [];
    for (let run = first; run < first + PER_REQUEST; run += 1) {
      const job = `job-${run % JOBS}`;
      const runId = `019aaf3e-5b6c-7d3a-9a61-${String(run).padStart(12, "0")}`;
      request.push(source.runStart(job, runId), source.runEnd(job, runId, { durationMs: 5 }));
    }
    clock.advance(1000);
    request.push(source.beat());
    requests.push(request);
  }
  return requests;
}

export const bench: {
  name: string;
  run(): Promise<
    readonly { readonly name: string; readonly value: number; readonly unit: string; readonly target?: string }[]
  >;
} = {
  name: "tracker",
  run() {
    const clock = new VirtualClock();
    const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "bench" });
    const tracker = createTracker({ clock, archive: { findRun: () => undefined, findSlots: () => [] } });
    const queue = { schedule: { type: "none" } } as const;
    tracker.accept(Array.from({ length: JOBS }, (_, job) => source.declared(`job-${job}`, [], queue)));
    const requests = inputs(source, clock);
    let changes = 0;
    const before = performance.now();
    for (const request of requests) {
      changes += tracker.accept(request).length;
      changes += tracker.tick().length;
    }
    const tookMs = performance.now() - before;
    return Promise.resolve([
      { name: "start and end of a run", value: (tookMs * 1000) / RUNS, unit: "µs/run", target: "< 10" },
      { name: "changes told", value: changes / RUNS, unit: "per run" },
    ]);
  },
};
