import { cleanName } from "../lifecycle/names.ts";
import type { PoolNumber, WorkerPoolNumbers } from "../model/monitor.ts";
import { guarded, warnOnce } from "../record/guard.ts";
import type { WorkerPool } from "../record/worker-pools.ts";
import { workerPools } from "../record/worker-pools.ts";
import { watcher } from "./watcher.ts";

const MAX_POOLS = 100;
const nothing = (): void => {};

/**
 * Reports how much of a worker pool or queue is in use, as the metrics `job.concurrency.limit` and `job.concurrency.usage`.
 * Functions are asked at every collection; what is no number from 0 up, or throws, is left out. At most 100 names in a
 * process; a second pool with the same name takes the place of the first.
 *
 * ```ts
 * registerWorkerPool("thumbnails", { limit: piscina.options.maxThreads, usage: () => piscina.threads.length });
 * ```
 *
 * Never throws. Gives back what ends it; from then on both numbers are 0.
 */
export function registerWorkerPool(name: string, numbers: WorkerPoolNumbers): () => void {
  return guarded("registering a worker pool", () => register(name, numbers)) ?? nothing;
}

function register(name: string, { limit, usage }: WorkerPoolNumbers): () => void {
  const clean = cleanName(name.trim());
  if (clean === "") {
    warnOnce("worker pool", "jobscope: a worker pool without a name is left out. Give it one that stays the same.");
    return nothing;
  }
  if (!workerPools.has(clean) && workerPools.size >= MAX_POOLS) {
    warnOnce(
      "worker pools",
      `jobscope: this process has ${MAX_POOLS} worker pools already, so "${clean}" is left out.`,
    );
    return nothing;
  }
  const pool: WorkerPool = { limit: () => numberOf(limit, clean), usage: () => numberOf(usage, clean) };
  workerPools.set(clean, pool);
  watcher.watch();
  return () => {
    if (workerPools.get(clean) === pool) workerPools.set(clean, undefined);
  };
}

function numberOf(source: PoolNumber, pool: string): number | undefined {
  const value: unknown = typeof source === "function" ? guarded(`the worker pool "${pool}"`, source) : source;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
