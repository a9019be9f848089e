import type { Found } from "../merge-findings.ts";
import { mergeFindings } from "../merge-findings.ts";
import type { Program } from "./program.ts";
import { TextScan } from "./text-scan.ts";
import { trigramAt } from "./trigram.ts";

const scans = new WeakMap<Program, TextScan>();

/** Looks for what is certain where the pass went over the text, and joins it with what the pass found. */
export function lookAgain(scan: TextScan, certain: Program): void {
  const again = scans.get(certain) ?? new TextScan(certain);
  scans.set(certain, again);
  again.begin(scan.text);
  searchSkipped(scan, again, certain.trigrams);
  if (again.kinds.length === 0) return;
  const sure = foundBy(again);
  const joined = mergeFindings(outside(foundBy(scan), sure), sure);
  scan.ranges = joined.flatMap(({ start, end }) => [start, end]);
  scan.kinds = joined.map(({ kind }) => kind);
}

function searchSkipped({ text, skipped }: TextScan, again: TextScan, trigrams: Uint8Array): void {
  let i = 2;
  for (let range = 0; range < skipped.length; range += 2) {
    const end = Math.min(skipped[range + 1] as number, text.length);
    i = Math.max(i, skipped[range] as number);
    while (i < end) i = trigrams[trigramAt(text, i - 2)] === 0 ? i + 1 : Math.max(again.candidate(i), i + 1);
  }
}

const foundBy = ({ kinds, ranges }: TextScan): readonly Found[] =>
  kinds.map((kind, i) => ({ start: ranges[2 * i] as number, end: ranges[2 * i + 1] as number, kind }));

/** Those that do not lie within one of `sure`: it says more of a value that it is known than what it looks like. */
function outside(found: readonly Found[], sure: readonly Found[]): readonly Found[] {
  let next = 0;
  return found.filter(({ start, end }) => {
    while (next < sure.length && (sure[next] as Found).end < end) next++;
    const around = sure[next];
    return around === undefined || around.start > start;
  });
}
