import { expect, onTestFinished, test } from "vitest";

import { collectTelemetry } from "../../test/telemetry.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { registerWorkerPool } from "./register-worker-pool.ts";

test("a pool that was registered before the SDK is asked at every collection; nonsense is left out", async () => {
  let usage: unknown = 2;
  const unregister = registerWorkerPool("invoices", { limit: 4, usage: () => usage as number });
  registerWorkerPool("broken", {
    limit: () => {
      throw new Error("gone");
    },
    usage: Number.NaN,
  });
  const telemetry = collectTelemetry();
  onTestFinished(() => telemetry.dispose());
  currentTelemetry();
  const pool = { "job.pool.name": "invoices" };
  const read = async (): Promise<unknown> => {
    const metrics = await telemetry.metrics();
    return [metrics["job.concurrency.limit"], metrics["job.concurrency.usage"]];
  };
  expect(await read()).toEqual([[[pool, 4]], [[pool, 2]]]);
  usage = 3;
  expect(await read()).toEqual([[[pool, 4]], [[pool, 3]]]);
  for (const wrong of ["7", -1, Number.POSITIVE_INFINITY]) {
    usage = wrong;
    // Nothing is observed, so that the SDK repeats what it had.
    expect(await read()).toEqual([[[pool, 4]], [[pool, 3]]]);
  }
  unregister();
  expect(await read()).toEqual([[[pool, 0]], [[pool, 0]]]);
  registerWorkerPool("invoices", { limit: 8, usage: 1 });
  unregister();
  expect(await read()).toEqual([[[pool, 8]], [[pool, 1]]]);
});
