import { shared } from "./shared.ts";

/** A job of a scheduler library. */
export interface ScheduledJob {
  readonly system: string;
  /** The newest slot, epoch milliseconds, that the library passed over without a start or a cause; 0 if none. */
  readonly passedMs: number;
}

export interface Schedulers {
  readonly jobs: Set<ScheduledJob>;
  /** By library: when it last started or skipped a run, epoch milliseconds; 0 before its first. */
  readonly lastTickMs: Map<string, number>;
}

export const schedulers: Schedulers = shared("schedulers", () => ({ jobs: new Set(), lastTickMs: new Map() }));

/** Code that was wrapped by hand has no library behind it. */
export const isLibrary = (system: string): boolean => system !== "custom";

export function tick(system: string, atMs: number): void {
  schedulers.lastTickMs.set(system, atMs);
}

export interface SchedulerState {
  readonly system: string;
  readonly jobs: number;
  readonly lastTickMs: number;
  /** False while a slot has passed without a start since the library's last tick. */
  readonly healthy: boolean;
}

/** Every library that has had a job, also once all its jobs are gone. */
export function schedulerStates(): readonly SchedulerState[] {
  const counts = new Map<string, { jobs: number; passedMs: number }>();
  for (const { system, passedMs } of schedulers.jobs) {
    const count = counts.get(system) ?? { jobs: 0, passedMs: 0 };
    counts.set(system, { jobs: count.jobs + 1, passedMs: Math.max(count.passedMs, passedMs) });
  }
  for (const system of counts.keys()) if (!schedulers.lastTickMs.has(system)) tick(system, 0);
  return [...schedulers.lastTickMs]
    .filter(([system]) => isLibrary(system))
    .map(([system, lastTickMs]) => {
      const { jobs, passedMs } = counts.get(system) ?? { jobs: 0, passedMs: 0 };
      return { system, jobs, lastTickMs, healthy: passedMs <= lastTickMs };
    });
}
