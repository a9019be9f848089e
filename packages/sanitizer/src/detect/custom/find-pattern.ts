import type { CheckedPattern } from "../../model/checked-policy.ts";
import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { LONGEST_MASK, MASK_START } from "../../model/kind.ts";

/** An anchor around which a pattern is tried. */
export function patternAnchor({ anchor, pattern, maxLength }: CheckedPattern, kind: Kind): Anchor {
  const search = new PatternSearch(RegExp(pattern, "g"), maxLength);
  return {
    literals: [anchor],
    caseSensitive: true,
    reach: maxLength,
    look: (scan, start, end) => search.look(scan, kind, { start, end }),
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Tries a pattern on a stretch of at most three times its longest match, and remembers up to where no match begins: a
 * text that is full of anchors is searched once, not once for each.
 */
class PatternSearch {
  readonly #expression: RegExp;
  readonly #reach: number;
  /** No match begins before this place of {@link #text} that was not reported. */
  #known = 0;
  #text = "";
  #scan: Scan | undefined;
  #at = 0;

  constructor(expression: RegExp, reach: number) {
    this.#expression = expression;
    this.#reach = reach;
  }

  look(scan: Scan, kind: Kind, anchor: Range): number {
    this.#follow(scan, anchor.start);
    const { text } = scan;
    const to = Math.min(text.length, anchor.end + 2 * this.#reach);
    let from = Math.max(scan.floor, anchor.end - this.#reach, this.#known);
    while (from <= anchor.start) {
      const match = this.#next(text, from, to);
      if (match === undefined) {
        this.#known = to === text.length ? to : to - this.#reach;
        return GO_ON;
      }
      this.#known = match.start;
      if (match.start > anchor.start) return GO_ON;
      this.#known = match.end;
      from = match.end;
      if (!isMasked(text, match.start)) scan.report(kind, match.start, match.end);
    }
    return scan.floor > anchor.start ? scan.floor : GO_ON;
  }

  /** Anchors of one scan come in ascending order: one that does not is of another scan. */
  #follow(scan: Scan, start: number): void {
    if (start <= this.#at || scan !== this.#scan || scan.text !== this.#text) this.#known = 0;
    this.#scan = scan;
    this.#text = scan.text;
    this.#at = start;
  }

  #next(text: string, from: number, to: number): Range | undefined {
    this.#expression.lastIndex = from;
    // The slice shares the text's characters; what stands before `from` is seen by `\b`.
    const match = this.#expression.exec(to === text.length ? text : text.slice(0, to));
    return match === null ? undefined : { start: match.index, end: this.#expression.lastIndex };
  }
}

/** What a mask holds is no finding. */
function isMasked(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - LONGEST_MASK), start);
  const mask = before.lastIndexOf(MASK_START);
  return mask >= 0 && !before.includes("]", mask);
}
