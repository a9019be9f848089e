import { monotonicMs } from "./real-clock.ts";
import { shared } from "./shared.ts";

export interface ProcessMemory {
  /** Resident set, in bytes. */
  readonly rss: number;
  readonly heapUsed: number;
}

const MAX_AGE_MS = 1000;
const last = shared("process-memory", () => ({ atMs: Number.NEGATIVE_INFINITY, memory: { rss: 0, heapUsed: 0 } }));

/** At most a second old: asking the system costs more than all the rest of a run. */
export function processMemory(): ProcessMemory {
  const now = monotonicMs();
  if (now - last.atMs >= MAX_AGE_MS) {
    const { rss, heapUsed } = process.memoryUsage();
    last.atMs = now;
    last.memory = { rss, heapUsed };
  }
  return last.memory;
}
