import { shared } from "./shared.ts";

export interface WorkerPool {
  /** Undefined where the pool does not say. */
  readonly limit: () => number | undefined;
  readonly usage: () => number | undefined;
}

/** By name; `undefined` once a pool is gone, because its name is observed for ever. */
export const workerPools: Map<string, WorkerPool | undefined> = shared("worker-pools", () => new Map());
