import { expect, it } from "vitest";

import type { RunNotice } from "../../journey/core-worker/run-notice.ts";
import { consoleLines } from "./console-log.ts";

const at = new Date(2026, 10, 25, 9, 30, 5).getTime();
const run = (part: Partial<RunNotice & { kind: "run" }>): RunNotice => ({
  kind: "run",
  atMs: at,
  service: "billing",
  job: "invoice",
  runId: "r1",
  state: "success",
  durationMs: 1_234,
  error: undefined,
  lostCause: undefined,
  skipReason: undefined,
  before: "running",
  ...part,
});

it.each([
  [run({}), "09:30:05 info  billing/invoice success after 1.2 s"],
  [run({ state: "running", before: undefined, durationMs: undefined }), "09:30:05 info  billing/invoice started"],
  [run({ state: "running", before: "error" }), "09:30:05 info  billing/invoice is running after all (was error)"],
  [
    run({ state: "failure", durationMs: 12, error: "no mail" }),
    "09:30:05 error billing/invoice failure after 12 ms: no mail",
  ],
  [
    run({ state: "error", durationMs: undefined, error: "lost", lostCause: "process_dead" }),
    "09:30:05 error billing/invoice error: lost, its process died",
  ],
  [run({ state: "skip", durationMs: 0, skipReason: "overlap" }), "09:30:05 info  billing/invoice skip: overlap"],
  [run({ state: "skip", durationMs: 0 }), "09:30:05 info  billing/invoice skip"],
  [run({ durationMs: 125_000 }), "09:30:05 info  billing/invoice success after 2 min 5 s"],
  [
    { kind: "slot", atMs: at, service: "s", job: "j", state: "missed", instantMs: 0, count: 1 } as const,
    "09:30:05 warn  s/j missed its start at 1970-01-01T00:00:00.000Z",
  ],
  [
    { kind: "slot", atMs: at, service: "s", job: "j", state: "missed", instantMs: 0, count: 9 } as const,
    "09:30:05 warn  s/j missed 9 starts from 1970-01-01T00:00:00.000Z",
  ],
  [
    { kind: "stuck", atMs: at, service: "s", job: "j", runId: "r" } as const,
    "09:30:05 warn  s/j runs longer than it should (run r)",
  ],
  [
    { kind: "health", atMs: at, service: "s", job: "j", health: "failing", reason: "3 failures" } as const,
    "09:30:05 warn  s/j is failing: 3 failures",
  ],
])("writes a line for people", (notice, line) => {
  expect(consoleLines([notice], "debug")).toEqual([line]);
});

it("lets no text of a job move the cursor, break the line or fill the screen", () => {
  const [line = ""] = consoleLines(
    [run({ state: "failure", error: `\u001b[2Jfirst\r\nsecond\u0007${"x".repeat(500)}😀` })],
    "debug",
  );
  // oxlint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u001f]/);
  expect(line).toContain("first second");
  expect(line.length).toBeLessThan(300);
  expect(line.isWellFormed()).toBe(true);
});

it("writes ids of runs as carefully as their texts: senders make them", () => {
  const notice = { kind: "stuck", atMs: at, service: "s", job: "j", runId: "r\u001b[2J\nr" } as const;
  expect(consoleLines([notice], "debug")).toEqual(["09:30:05 warn  s/j runs longer than it should (run r r)"]);
});

it("leaves out what is below the level", () => {
  expect(consoleLines([run({}), run({ state: "cancellation" }), run({ state: "timeout" })], "error")).toHaveLength(1);
});
