import type { Worker } from "node:worker_threads";

import { type SpawnWorker, spawnWorker } from "jobscope";

/** Starts the real workers and keeps the newest of each name, so that a test can end it. */
export function workersOf(): { readonly spawn: SpawnWorker; readonly workers: ReadonlyMap<string, Worker> } {
  const workers = new Map<string, Worker>();
  return {
    workers,
    spawn: (name, data) => {
      const worker = spawnWorker(name, data);
      workers.set(name, worker);
      return worker;
    },
  };
}
