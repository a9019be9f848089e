import type { Change, Run, Slot } from "@jobscope/tracker";
import { expect, it } from "vitest";

import { MAX_NOTICES_PER_BATCH, RunNotices } from "./run-notice.ts";

// The notices read these fields alone.
const run = (part: Partial<Run>): Run =>
  ({
    key: "p~n~billing~1",
    serviceId: "production~~billing",
    jobName: "invoice",
    runId: "1",
    state: "running",
    ...part,
  }) as Run;

const change = (part: Partial<Run>, before: Run["state"] | undefined): Change => ({
  kind: "run",
  run: run(part),
  before,
});

it("tells a start, an end, and a correction, and nothing where the state stays", () => {
  const notices = new RunNotices().of(
    [
      change({ startMs: 5 }, undefined),
      change({ progress: 0.5 }, "running"),
      change({ state: "failure", endMs: 9, durationMs: 4, errorType: "E", errorMessage: "boom" }, "running"),
      change({ state: "success", endMs: 9 }, "error"),
    ],
    100,
  );
  expect(notices).toMatchObject([
    { kind: "run", atMs: 5, service: "billing", job: "invoice", state: "running", before: undefined },
    { kind: "run", atMs: 9, state: "failure", durationMs: 4, error: "boom", before: "running" },
    { kind: "run", state: "success", before: "error" },
  ]);
});

it("tells a verdict without report at the time of the verdict, and why a run was skipped", () => {
  const notices = new RunNotices().of(
    [
      change({ state: "error", startMs: 5, endMs: 9, errorType: "lost", lostCause: "process_dead" }, "running"),
      change({ state: "skip", endMs: 50, skipReason: "overlap" }, undefined),
    ],
    100,
  );
  expect(notices).toMatchObject([
    { state: "error", atMs: 100, lostCause: "process_dead" },
    { state: "skip", atMs: 50, skipReason: "overlap" },
  ]);
});

it("tells a stuck run once, until it ended", () => {
  const notices = new RunNotices();
  expect(notices.of([change({ stuckMs: 7 }, "running"), change({ stuckMs: 7 }, "running")], 7)).toMatchObject([
    { kind: "stuck" },
  ]);
  expect(notices.of([change({ stuckMs: 7, progress: 1 }, "running")], 8)).toEqual([]);
});

it("tells a missed slot once", () => {
  const slot = {
    serviceId: "production~~billing",
    jobName: "invoice",
    state: "missed",
    instantMs: 60_000,
    decidedMs: 3,
  } as Slot;
  const missed: Change = { kind: "slot", slot, before: "expected" };
  expect(new RunNotices().of([missed, { ...missed, before: "missed" }], 1)).toEqual([
    { kind: "slot", atMs: 3, service: "billing", job: "invoice", state: "missed", instantMs: 60_000, count: 1 },
  ]);
});

it("keeps the newest of a flood", () => {
  const flood = Array.from({ length: MAX_NOTICES_PER_BATCH + 10 }, (_, index) =>
    change({ key: String(index), startMs: index }, undefined),
  );
  const notices = new RunNotices().of(flood, 0);
  expect(notices).toHaveLength(MAX_NOTICES_PER_BATCH);
  expect(notices.at(-1)).toMatchObject({ atMs: MAX_NOTICES_PER_BATCH + 9 });
});
