import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

import { expect, onTestFinished, test } from "vitest";

import { collectTelemetry } from "../../test/telemetry.ts";
import { limitedMemory } from "./memory-limits.ts";
import { currentTelemetry } from "./telemetry.ts";

const GB = 2 ** 30;

test.each([
  ["none", 0, undefined],
  ["none of version 1", 2 ** 63, undefined],
  ["more than the machine has", 9 * GB, undefined],
  ["as much", 8 * GB, 8 * GB],
  ["a container's", GB / 2, GB / 2],
])("cgroup limit: %s", (_name, cgroup, limit) => {
  const memory = limitedMemory({ heapLimit: () => 4 * GB, cgroupLimit: () => cgroup, machine: () => 8 * GB });
  expect(memory.map(({ kind }) => kind)).toEqual(limit === undefined ? ["heap"] : ["heap", "cgroup"]);
  expect(memory[1]?.limit).toBe(limit);
  for (const { used } of memory) expect(used).toBeGreaterThan(1_000_000);
});

test("one metric holds the used share of each limit", async () => {
  const telemetry = collectTelemetry();
  onTestFinished(() => telemetry.dispose());
  currentTelemetry();
  const metrics = await telemetry.metrics();
  const constrained = process.constrainedMemory();
  const hasCgroup = constrained > 0 && constrained <= totalmem();
  const kinds = hasCgroup ? ["heap", "cgroup"] : ["heap"];
  const utilization = metrics["jobscope.process.memory.utilization"] ?? [];
  expect(utilization.map(([attributes]) => attributes)).toEqual(
    kinds.map((kind) => ({ "jobscope.memory.limit.kind": kind })),
  );
  for (const [, value] of utilization) {
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(1);
  }
  expect(metrics["jobscope.process.memory.limit"]?.[0]?.[1]).toBe(getHeapStatistics().heap_size_limit);
  expect(metrics["process.memory.usage"]?.[0]?.[1]).toBeGreaterThan(1_000_000);
});
