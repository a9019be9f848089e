/** The files that run as worker threads of the monitor. */
export type WorkerName = "core-worker" | "read-worker";

/**
 * Where a worker's entry file is: beside this file, in the TypeScript sources and in a build that keeps the files apart;
 * beside the bundle in one that does not. So each name must be an entry of the build, in the folder of the file that
 * this function ends up in (`core-worker.js`, `read-worker.js`).
 */
export function workerEntry(name: WorkerName, base: string = import.meta.url): URL {
  const extension = new URL(base).pathname.endsWith(".ts") ? ".ts" : ".js";
  return new URL(`./${name}${extension}`, base);
}
