import type { StoredSpan } from "@jobscope/store";

export interface PlacedSpan {
  readonly span: StoredSpan;
  readonly depth: number;
  /** Spans directly below it. */
  readonly children: number;
}

/** Deeper spans are shown at this depth: nobody draws a thousand levels. */
const MAX_DEPTH = 100;

/**
 * Spans as a waterfall shows them: each before those below it, siblings in the order given. What has no parent here is a root;
 * so is the first of spans that name each other as parents.
 */
export function placeSpans(spans: readonly StoredSpan[]): readonly PlacedSpan[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const isRoot = ({ parentSpanId, spanId }: StoredSpan): boolean => !known.has(parentSpanId) || parentSpanId === spanId;
  const below = Map.groupBy(
    spans.filter((span) => !isRoot(span)),
    ({ parentSpanId }) => parentSpanId,
  );
  const placed: PlacedSpan[] = [];
  const seen = new Set<StoredSpan>();
  for (const first of [...spans.filter(isRoot), ...spans]) {
    // A stack instead of calls: a chain of five thousand spans is no reason to fail.
    const open = [{ span: first, depth: 0 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { span, depth } = next;
      if (seen.has(span)) continue;
      seen.add(span);
      const children = span.spanId === "" ? [] : (below.get(span.spanId) ?? []);
      placed.push({ span, depth: Math.min(depth, MAX_DEPTH), children: children.length });
      open.push(...children.toReversed().map((child) => ({ span: child, depth: depth + 1 })));
    }
  }
  return placed;
}
