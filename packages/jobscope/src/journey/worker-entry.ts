/** The files that run as worker threads of the monitor. */
export type WorkerName = "core-worker" | "read-worker";

/**
 * Where a worker's entry file is: beside this file when the monitor runs from its TypeScript sources, beside the bundle
 * when it runs built. Packaging must therefore emit each name as an entry of its own into the folder of the bundles
 * (`dist/core-worker.js`, `dist/read-worker.js`).
 */
export function workerEntry(name: WorkerName, base: string = import.meta.url): URL {
  const extension = new URL(base).pathname.endsWith(".ts") ? ".ts" : ".js";
  return new URL(`./${name}${extension}`, base);
}
