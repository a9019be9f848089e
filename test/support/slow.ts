/**
 * Whether what is slow by its nature runs too: real leases and outages, a million runs, 10,000 connections. What it shows is shown
 * in the small by quick tests as well.
 */
export function slowTestsRun(): boolean {
  if (process.env["CI"] === "true" || process.env["JOBSCOPE_SLOW_TESTS"] === "1") return true;
  console.warn(
    "SKIPPED: what is slow by its nature (60 s outages, a million runs, 10,000 connections). Run it: JOBSCOPE_SLOW_TESTS=1 pnpm test",
  );
  return false;
}
