import { isJoint } from "./alphabet.ts";
import { endOfHolding, NOTHING } from "./decode-run.ts";
import { isPlainCredentials } from "./plain-credentials.ts";
import { readsAsText } from "./reads-as-text.ts";
import type { Run } from "./run.ts";
import { nextRun, runEnd, SHORTEST_RUN } from "./run.ts";

export interface Base64Visitor {
  /** Whether something is found in what a run holds. */
  reveals(decoded: string): boolean;
  /** Whether this run was judged elsewhere. */
  isKnown(start: number, end: number): boolean;
  report(start: number, end: number): void;
}

/** How many parts of one run are decoded: else a wall of them is decoded again and again. */
const MOST_PARTS = 4;

const run: Run = { start: 0, end: 0 };

/** Looks into everything that may be base64 of a text. */
export function searchBase64(text: string, visitor: Base64Visitor): void {
  let from = 0;
  while (nextRun(text, from, run)) {
    const { start } = run;
    const end = runEnd(text, start, run.end);
    if (!visitor.isKnown(start, end)) lookIntoRun(text, { start, end }, visitor);
    from = end;
  }
}

function lookIntoRun(text: string, { start, end }: Readonly<Run>, visitor: Base64Visitor): void {
  let parts = 0;
  for (let at = start; at <= end - SHORTEST_RUN; at++) {
    if (at > start && !isJoint(text.charCodeAt(at - 1))) continue;
    const encoding = readsAsText(text, at);
    if (encoding === undefined) continue;
    const reveals = (decoded: string): boolean => isPlainCredentials(decoded) || visitor.reveals(decoded);
    const found = endOfHolding(text, { start: at, end, encoding }, reveals);
    if (found !== NOTHING) {
      visitor.report(at, found);
      return;
    }
    if (++parts === MOST_PARTS) return;
  }
}
