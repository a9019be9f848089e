import type { Kind } from "../model/kind.ts";

/** One thing that was found. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: Kind;
}

const pieces = new WeakMap<Kind, Kind>();

/** A part of what was found cannot be told from the whole: it is masked. */
function pieceOf(kind: Kind): Kind {
  const known = pieces.get(kind);
  if (known !== undefined) return known;
  const piece = Object.freeze({ ...kind, alwaysMasked: true, partial: undefined, anonymise: undefined });
  pieces.set(kind, piece);
  return piece;
}

/**
 * Joins what was found in the text as it stands, which is ascending and stays, with what was found behind its disguises:
 * of that, what lies around the first. Where both are of one detector, the wider one stays. Ascending, without overlap.
 */
export function mergeFindings(first: readonly Found[], later: readonly Found[]): readonly Found[] {
  const merged: Found[] = [];
  let next = 0;
  for (const found of parted(later)) {
    while (next < first.length && (first[next] as Found).end <= found.start) merged.push(first[next++] as Found);
    const from = next;
    while (next < first.length && (first[next] as Found).start < found.end) next++;
    const within = first.slice(from, next).filter((inner) => !isHostOnly(found, inner));
    if (within.every((inner) => contains(found, inner))) merged.push(found);
    else {
      merged.push(...around(found, within));
      // Its end may lie in what is found next.
      if ((within.at(-1) as Found).end > found.end) {
        merged.pop();
        next--;
      }
    }
  }
  for (; next < first.length; next++) merged.push(first[next] as Found);
  return merged;
}

/** `bob:secret@example.com` behind `https:\/\/` reads as an address until the slashes are plain. */
function isHostOnly({ start, end, kind }: Found, inner: Found): boolean {
  const isUserinfo = kind.detector === "url" || kind.detector === "connection_string";
  return isUserinfo && inner.kind.detector === "email" && start < inner.start && end < inner.end;
}

/** Whether the wider is to stand for the inner one too; of two equal ones the inner stays. */
function contains({ start, end, kind }: Found, inner: Found): boolean {
  const isWider = start <= inner.start && end >= inner.end && end - start > inner.end - inner.start;
  return isWider && kind.detector === inner.kind.detector;
}

/** `within` in order, and the pieces of `found` that lie around them. */
function around({ start, end, kind }: Found, within: readonly Found[]): Found[] {
  const parts: Found[] = [];
  let from = start;
  for (const inner of within) {
    if (inner.start > from) parts.push({ start: from, end: inner.start, kind: pieceOf(kind) });
    parts.push(inner);
    from = inner.end;
  }
  if (from < end) parts.push({ start: from, end, kind: pieceOf(kind) });
  return parts;
}

/** By start, without overlap: of two that overlap the one that was found first keeps what it has. */
function parted(found: readonly Found[]): readonly Found[] {
  const sorted = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const parts: Found[] = [];
  let from = 0;
  for (const { start, end, kind } of sorted) {
    if (end <= from) continue;
    parts.push(start < from ? { start: from, end, kind: pieceOf(kind) } : { start, end, kind });
    from = end;
  }
  return parts;
}
