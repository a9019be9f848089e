/**
 * Whether the tests run that wait for real leases and outages, about two minutes. Everything they show is shown by a
 * quick variant with shorter beats as well.
 */
export function slowTestsRun(): boolean {
  if (process.env["CI"] === "true" || process.env["JOBSCOPE_SLOW_TESTS"] === "1") return true;
  console.warn(
    "SKIPPED: the slow end-to-end tests (default heartbeat, 60 s outages). Run them: JOBSCOPE_SLOW_TESTS=1 pnpm test test/e2e",
  );
  return false;
}
