/** The worker threads of the monitor: each is a folder of this name, with an entry file of this name. */
export type WorkerName = "core-worker" | "read-worker";

/** Where a worker's entry file is, in the sources and in the build, which keeps their tree. */
export function workerEntry(name: WorkerName, base: string = import.meta.url): URL {
  const extension = new URL(base).pathname.endsWith(".ts") ? ".ts" : ".js";
  return new URL(`../${name}/${name}${extension}`, base);
}
