import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

import type { MemoryLimitKind } from "@jobscope/semconv";

import { processMemory } from "./process-memory.ts";

export interface LimitedMemory {
  readonly kind: MemoryLimitKind;
  /** Bytes. */
  readonly used: number;
  /** Bytes. */
  readonly limit: number;
}

/** Where the figures come from; bytes. */
export interface MemorySources {
  readonly heapLimit: () => number;
  /** Of the cgroup; anything that is no limit (0, more than the machine has) counts as none. */
  readonly cgroupLimit: () => number;
  readonly machine: () => number;
}

const SYSTEM: MemorySources = {
  heapLimit: () => getHeapStatistics().heap_size_limit,
  // Reads both versions of cgroups, and all levels above the process; asked anew, since a container may be resized.
  cgroupLimit: () => process.constrainedMemory(),
  machine: totalmem,
};

/** The limits that the process has, and how much of each is used. */
export function limitedMemory(sources: MemorySources = SYSTEM): readonly LimitedMemory[] {
  const { rss, heapUsed } = processMemory();
  const heap: LimitedMemory = { kind: "heap", used: heapUsed, limit: sources.heapLimit() };
  const cgroupLimit = sources.cgroupLimit();
  // Without a limit Node.js gives 0, or what the kernel calls none: a number near 2^63 or 2^64.
  const isLimit = cgroupLimit > 0 && cgroupLimit <= sources.machine();
  return isLimit ? [heap, { kind: "cgroup", used: rss, limit: cgroupLimit }] : [heap];
}
