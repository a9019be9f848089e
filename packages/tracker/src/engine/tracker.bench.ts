import { JobEventSource, VirtualClock } from "@jobscope/testkit";

import { createTracker } from "../index.ts";
import type { Tracker, TrackerInput } from "../index.ts";

const MINUTE_MS = 60_000;
const PER_REQUEST = 500;
const RUNS = 100_000;

interface Load {
  readonly jobs: number;
  readonly instances: number;
  /** Minutely, with slots; else queue work that nobody declared. */
  readonly declared: boolean;
}

interface World {
  readonly clock: VirtualClock;
  readonly sources: readonly JobEventSource[];
  readonly tracker: Tracker;
  tookMs: number;
  changes: number;
}

function take(world: World, inputs: readonly TrackerInput[]): void {
  const { tracker } = world;
  const before = performance.now();
  world.changes += tracker.accept(inputs).length + tracker.tick().length;
  world.tookMs += performance.now() - before;
}

function inRequests(count: number, of: (index: number) => readonly TrackerInput[]): TrackerInput[][] {
  const requests: TrackerInput[][] = [];
  for (let first = 0; first < count; first += PER_REQUEST) {
    const size = Math.min(PER_REQUEST, count - first);
    requests.push(Array.from({ length: size }, (_, index) => of(first + index)).flat());
  }
  return requests;
}

function declare(world: World, jobs: number, fromMs: number): void {
  const times = Array.from({ length: 20 }, (_, index) => fromMs + (index + 1) * MINUTE_MS);
  for (const source of world.sources) {
    for (const request of inRequests(jobs, (job) => [source.declared(`job-${job}`, times)])) take(world, request);
  }
}

/** One minute: every job runs once on every instance, then each instance beats four times. */
function minute(world: World, load: Load, slotMs: number): void {
  for (const source of world.sources) {
    const run = (job: number): TrackerInput[] => {
      const runId = `${source.instanceId}-${slotMs}-${job}`;
      const told = load.declared ? { scheduledMs: slotMs } : {};
      return [source.runStart(`job-${job}`, runId, told), source.runEnd(`job-${job}`, runId, { durationMs: 5 })];
    };
    for (const request of inRequests(load.jobs, run)) take(world, request);
  }
  for (let beat = 0; beat < 4; beat += 1) {
    world.clock.advance(MINUTE_MS / 4);
    for (const source of world.sources) take(world, [source.beat()]);
  }
}

function measure(load: Load): { readonly perRun: number; readonly changesPerRun: number } {
  const clock = new VirtualClock();
  const sources = Array.from(
    { length: load.instances },
    (_, index) => new JobEventSource({ now: () => clock.nowMs(), instanceId: `019aaf3e-5b6c-7d3a-9a61-${index}` }),
  );
  const tracker = createTracker({ clock, archive: { findRun: () => undefined, findSlots: () => [] } });
  const world: World = { clock, sources, tracker, tookMs: 0, changes: 0 };
  for (const source of sources) take(world, [source.start(), source.beat()]);
  const startMs = clock.nowMs();
  const minutes = Math.max(1, Math.floor(RUNS / (load.jobs * load.instances)));
  world.tookMs = 0;
  for (let index = 0; index < minutes; index += 1) {
    if (load.declared && index % 5 === 0) declare(world, load.jobs, startMs + index * MINUTE_MS - 1);
    minute(world, load, startMs + (index + 1) * MINUTE_MS - 1);
  }
  const runs = minutes * load.jobs * load.instances;
  return { perRun: (world.tookMs * 1000) / runs, changesPerRun: world.changes / runs };
}

export const bench: {
  name: string;
  run(): Promise<
    readonly { readonly name: string; readonly value: number; readonly unit: string; readonly target?: string }[]
  >;
} = {
  name: "tracker",
  run() {
    measure({ jobs: 100, instances: 1, declared: true });
    const few = measure({ jobs: 100, instances: 1, declared: false });
    const many = measure({ jobs: 10_000, instances: 1, declared: false });
    const slots = measure({ jobs: 100, instances: 1, declared: true });
    const manySlots = measure({ jobs: 10_000, instances: 1, declared: true });
    const replicas = measure({ jobs: 100, instances: 100, declared: true });
    return Promise.resolve([
      { name: "run of one of 100 jobs, never declared", value: few.perRun, unit: "µs/run", target: "< 10" },
      { name: "run of one of 10,000 jobs, never declared", value: many.perRun, unit: "µs/run" },
      { name: "run of one of 100 minutely jobs, slots and declarations", value: slots.perRun, unit: "µs/run" },
      { name: "run of one of 10,000 minutely jobs", value: manySlots.perRun, unit: "µs/run" },
      { name: "run of one of 100 minutely jobs on 100 instances", value: replicas.perRun, unit: "µs/run" },
      { name: "changes told", value: few.changesPerRun, unit: "per run" },
    ]);
  },
};
