import { ExportResultCode } from "@opentelemetry/core";
import type { ExportResult } from "@opentelemetry/core";
import { expect, test } from "vitest";

import { drops } from "../record/drops.ts";
import { BatchQueue } from "./batch-queue.ts";

const settings = { maxQueue: 8192, maxBatch: 512, delayMs: 20 };
const dropped = (key: string): number => drops.counts.get(key)?.count ?? 0;

function exporter(answer: (done: (result: ExportResult) => void) => void) {
  const got: number[] = [];
  return {
    got,
    export: (items: number[], done: (result: ExportResult) => void): void => {
      got.push(...items);
      answer(done);
    },
    shutdown: async (): Promise<void> => {},
  };
}

const succeed = (done: (result: ExportResult) => void): void =>
  void setTimeout(() => done({ code: ExportResultCode.SUCCESS }), 1);

test("a burst up to the queue's size is kept whole; what is above is counted", async () => {
  const to = exporter(succeed);
  const queue = new BatchQueue("logs", settings, to);
  const before = dropped("logs queue_full");
  for (let n = 0; n < 10_000; n++) queue.add(n);
  await queue.flush();
  expect(to.got).toEqual(Array.from({ length: 8192 }, (_, n) => n));
  expect(dropped("logs queue_full") - before).toBe(10_000 - 8192);
});

test("a flush waits for the export under way and takes what is added during it", async () => {
  const to = exporter(succeed);
  const queue = new BatchQueue("traces", settings, to);
  queue.add(1);
  const first = queue.flush();
  queue.add(2);
  const second = queue.flush();
  queue.add(3);
  await Promise.all([first, second]);
  expect(to.got).toEqual([1, 2, 3]);
  expect(queue.unsent()).toEqual([]);
});

test("a shutdown during a flush loses nothing", async () => {
  const to = exporter(succeed);
  const queue = new BatchQueue("logs", settings, to);
  queue.add(1);
  void queue.flush();
  queue.add(2);
  await queue.shutdown();
  expect(to.got).toEqual([1, 2]);
});

test("a failed or throwing export is counted, and the queue goes on", async () => {
  let calls = 0;
  const to = exporter((done) => {
    calls++;
    if (calls === 1) throw new Error("broken exporter");
    done({ code: calls === 2 ? ExportResultCode.FAILED : ExportResultCode.SUCCESS });
  });
  const queue = new BatchQueue("logs", { ...settings, maxBatch: 1 }, to);
  const before = dropped("logs export_failed");
  for (const n of [1, 2, 3]) queue.add(n);
  await queue.flush();
  expect(dropped("logs export_failed") - before).toBe(2);
  expect(to.got).toEqual([1, 2, 3]);
});
