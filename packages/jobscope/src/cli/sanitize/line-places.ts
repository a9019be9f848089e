import type { Finding } from "@jobscope/sanitizer";

/** Where something was found in the stream; both count from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Counts the lines of a stream that comes in parts, of whatever size they are. */
export class LinePlaces {
  #ended = 0;
  /** Characters of the line that is not over. */
  #column = 0;
  #begun = false;

  /** Lines so far; the last may have no end. */
  get lines(): number {
    return this.#ended + (this.#begun ? 1 : 0);
  }

  /** Goes over a part. Findings ascend, so one walk over the line ends finds the lines of all. */
  take(text: string, findings: readonly Finding[], tell: (finding: Finding, place: Place) => void): void {
    let lineStart = -this.#column;
    const pass = (until: number): void => {
      let end = text.indexOf("\n", Math.max(lineStart, 0));
      while (end >= 0 && end < until) {
        lineStart = end + 1;
        this.#ended++;
        end = text.indexOf("\n", lineStart);
      }
    };
    for (const finding of findings) {
      pass(finding.start);
      tell(finding, { line: this.#ended + 1, column: finding.start - lineStart + 1 });
    }
    pass(text.length);
    this.#column = text.length - lineStart;
    this.#begun = this.#column > 0;
  }
}
