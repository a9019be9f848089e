import type { Evidence, Outcome } from "./expectations.ts";

/** The closing table: per job what the API says of it, then each expected outcome with its proof, or `missing`. */
export function renderSummary(evidence: Evidence, outcomes: readonly Outcome[], missing: string): string {
  const jobs = evidence.jobs.map((job) => {
    const runs = evidence.runs.filter((run) => run.job_name === job.name && run.service.name === job.service.name);
    const count = (state: string): string => String(runs.filter((run) => run.state === state).length);
    return [
      job.name,
      job.system,
      job.health,
      count("success"),
      count("failure"),
      count("skip"),
      count("error"),
      count("running"),
    ];
  });
  const proofs = outcomes.map(({ expected, found }) => [found === "" ? missing : "seen", expected, found]);
  return [
    ...table(["job", "library", "health", "success", "failure", "skip", "error", "running"], jobs),
    "",
    ...table(["", "expected outcome", "proof from the API"], proofs),
  ].join("\n");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)];
}
