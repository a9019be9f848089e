interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The closing line of a CI run, and whether everything passed. */
export interface Summary {
  readonly line: string;
  readonly ok: boolean;
}

/** @param reports parsed JSON reports of vitest; one that is not such a report counts as a failure. */
export function summarise(reports: readonly unknown[], stepsPassed: boolean): Summary {
  const counts = reports.map(countsOf);
  const passed = sum(counts, "passed");
  const failedTests = sum(counts, "failed");
  const skipped = sum(counts, "skipped");
  const failed = failedTests === 0 && !stepsPassed ? 1 : failedTests;
  return {
    line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    ok: failed === 0 && passed > 0,
  };
}

function sum(counts: readonly Counts[], key: keyof Counts): number {
  return counts.reduce((total, one) => total + one[key], 0);
}

function countsOf(report: unknown): Counts {
  const passed = count(report, "numPassedTests");
  const failed = count(report, "numFailedTests");
  const failedSuites = count(report, "numFailedTestSuites");
  const pending = count(report, "numPendingTests");
  const todo = count(report, "numTodoTests");
  if (passed === undefined || failed === undefined) return { passed: 0, failed: 1, skipped: 0 };
  // A file that does not even load has no failed test in it; neither has an error outside of every test.
  const isBroken = failed === 0 && ((failedSuites ?? 0) > 0 || !succeeded(report));
  return { passed, failed: isBroken ? 1 : failed, skipped: (pending ?? 0) + (todo ?? 0) };
}

function count(report: unknown, key: string): number | undefined {
  const value = member(report, key);
  return typeof value === "number" ? value : undefined;
}

function succeeded(report: unknown): boolean {
  return member(report, "success") === true;
}

function member(report: unknown, key: string): unknown {
  return typeof report === "object" && report !== null ? Reflect.get(report, key) : undefined;
}
