import type { FindingsTally } from "./findings-tally.ts";

export interface SummaryParts {
  readonly policy: string;
  readonly lines: number;
  /** Lines that were judged by their keys; undefined where the policy has no rules for keys. */
  readonly records: number | undefined;
  readonly tally: FindingsTally;
}

/** What was found, by kind, in one line and a table. */
export function summaryText({ policy, lines, records, tally }: SummaryParts): string {
  const found = `sanitize: ${counted(tally.total, "finding")} in ${counted(lines, "line")} (policy ${policy})\n`;
  return found + tally.table() + (records === undefined ? "" : keysNote(lines, records));
}

/** A text has no keys: whoever asks for strict must not take a clean text for what strict lets pass. */
function keysNote(lines: number, records: number): string {
  if (records === lines) return "";
  const rest = `the other ${counted(lines - records, "line")} only searched as text`;
  return `sanitize: rules for keys judge lines that are a JSON object: ${counted(records, "line")} of ${lines}; ${rest}\n`;
}

/** The same for programs, in one line. */
export function summaryJson({ policy, lines, records, tally }: SummaryParts): string {
  return `${JSON.stringify({ policy, lines, records, findings: tally.total, by_kind: tally.rows() })}\n`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
