import { expect, test } from "vitest";

import { summarise } from "../../scripts/ci/summary.ts";

const report = (passed: number, failed: number, rest: Readonly<Record<string, unknown>> = {}): unknown => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numFailedTestSuites: failed > 0 ? 1 : 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: failed === 0,
  ...rest,
});

test.each([
  ["all runs are added up", [report(10, 0), report(5, 0)], true, "15 passed, 0 failed", true],
  ["a failed test fails", [report(10, 2)], false, "10 passed, 2 failed", false],
  ["skipped ones are named", [report(10, 0, { numPendingTests: 3 })], true, "10 passed, 0 failed, 3 skipped", true],
  ["a missing report is a failure", [report(10, 0), undefined], true, "10 passed, 1 failed", false],
  ["a report of something else is a failure", [{ hello: 1 }], true, "0 passed, 1 failed", false],
  ["a step that failed without a failed test is one", [report(10, 0)], false, "10 passed, 1 failed", false],
  [
    "a file that did not load is a failure",
    [report(10, 0, { numFailedTestSuites: 1 })],
    true,
    "10 passed, 1 failed",
    false,
  ],
  [
    "an error outside of every test is a failure",
    [report(10, 0, { success: false })],
    true,
    "10 passed, 1 failed",
    false,
  ],
  ["nothing at all is no success", [], true, "0 passed, 0 failed", false],
])("%s", (_, reports, stepsPassed, line, ok) => {
  expect(summarise(reports, stepsPassed)).toEqual({ line, ok });
});
