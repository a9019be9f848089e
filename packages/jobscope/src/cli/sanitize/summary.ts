import type { FindingsTally } from "./findings-tally.ts";

export interface SummaryParts {
  readonly policy: string;
  readonly lines: number;
  readonly tally: FindingsTally;
}

/** What was found, by kind, in one line and a table. */
export function summaryText({ policy, lines, tally }: SummaryParts): string {
  return `sanitize: ${counted(tally.total, "finding")} in ${counted(lines, "line")} (policy ${policy})\n${tally.table()}`;
}

/** The same for programs, in one line. */
export function summaryJson({ policy, lines, tally }: SummaryParts): string {
  return `${JSON.stringify({ policy, lines, findings: tally.total, by_kind: tally.rows() })}\n`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
