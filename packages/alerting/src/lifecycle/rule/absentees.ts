import type { Evaluation, Sample } from "../../model/evaluation.ts";
import { labelsOfKey } from "../../model/labels.ts";
import type { Holding } from "./admit.ts";
import type { AlertBook } from "./alert-book.ts";
import type { Holdings } from "./holdings.ts";

/** `onMissing: alert`: what is missing and has no alert yet gets one, that fires once it is missing for long enough. */
export function absentees(
  { missing, atMs }: Evaluation,
  holding: readonly Holding[],
  { book, holdings }: { readonly book: AlertBook; readonly holdings: Holdings },
): readonly Holding[] {
  const taken = new Set(holding.map(({ target }) => target.key));
  const found: Holding[] = [];
  for (const [key, kind] of missing) {
    if (book.activeOf(key) !== undefined) continue;
    const sample: Sample = { key, labels: labelsOfKey(key), value: 0, evidence: { finding: noDataSince(atMs) } };
    const target = holdings.targetOf(sample, atMs);
    // The rule's labels may hide what tells two series apart: one alert speaks for both.
    if (taken.has(target.key) || book.activeAt(target.key) !== undefined) continue;
    taken.add(target.key);
    found.push({ sample, target, missing: kind });
  }
  return found;
}

const noDataSince = (atMs: number): string => `No data since ${new Date(atMs).toISOString()}.`;
