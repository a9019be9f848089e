import type { Kind } from "../model/kind.ts";
import { base64Kind } from "./base64/base64-kind.ts";
import { SHORTEST_RUN } from "./base64/run.ts";
import type { Base64Visitor } from "./base64/search-base64.ts";
import { searchBase64 } from "./base64/search-base64.ts";
import type { View, ViewVisitor } from "./decode/search-views.ts";
import { ViewSearch } from "./decode/search-views.ts";
import type { FoundRanges } from "./found-ranges.ts";
import type { Found } from "./merge-findings.ts";
import { mergeFindings } from "./merge-findings.ts";
import type { Program } from "./scan/program.ts";
import { scanText } from "./scan/scan-text.ts";
import { TextScan } from "./scan/text-scan.ts";

/** Searches a text as it stands, its views without disguise, and what is wrapped in base64. Reused from text to text. */
export class TextSearch {
  readonly #program: Program;
  readonly #isKept: (kind: Kind) => boolean;
  readonly #scan: TextScan;
  #views: ViewSearch | undefined;
  /** For what a text wraps. */
  #inner: TextSearch | undefined;
  /** What was found behind the first pass. */
  readonly #later: Found[] = [];
  #layers = 0;
  #known = 0;

  constructor(program: Program, isKept: (kind: Kind) => boolean) {
    this.#program = program;
    this.#isKept = isKept;
    this.#scan = new TextScan(program);
  }

  /** With at most so many disguises and wrappings taken off. */
  find(text: string, layers: number): FoundRanges | undefined {
    const scan = this.#scan;
    scanText(scan, this.#program, text);
    if (this.#later.length > 0) this.#later.length = 0;
    for (const found of scan.ahead) this.#later.push(found);
    if (layers > 0) this.#findMore(text, layers);
    const { ranges, kinds } = scan;
    if (this.#later.length > 0) return this.#merged(ranges, kinds);
    return kinds.length === 0 ? undefined : { count: kinds.length, ranges, kinds };
  }

  #findMore(text: string, layers: number): void {
    this.#layers = layers;
    this.#known = 0;
    if (text.length >= SHORTEST_RUN) searchBase64(text, this.#wrapped);
    if (!this.#scan.escaped && !this.#scan.foreign) return;
    this.#views ??= new ViewSearch(this.#program);
    this.#views.search(text, layers, this.#viewed);
  }

  #reveals(decoded: string, layers: number): boolean {
    this.#inner ??= new TextSearch(this.#program, this.#isKept);
    return this.#inner.find(decoded, layers)?.kinds.some((kind) => !this.#isKept(kind)) ?? false;
  }

  readonly #wrapped: Base64Visitor = {
    reveals: (decoded) => this.#reveals(decoded, this.#layers - 1),
    isKnown: (start, end) => this.#isFound(start, end),
    report: (start, end) => this.#later.push({ start, end, kind: base64Kind }),
  };

  readonly #viewed: ViewVisitor = {
    report: (kind, start, end) => this.#later.push({ start, end, kind }),
    look: (view) => {
      const layers = this.#layers - view.layers;
      if (layers > 0 && view.text.length >= SHORTEST_RUN) searchBase64(view.text, this.#wrappedIn(view, layers));
    },
  };

  #wrappedIn(view: View, layers: number): Base64Visitor {
    return {
      reveals: (decoded) => this.#reveals(decoded, layers - 1),
      // Without a disguise inside or right before it, it was looked into when the text was searched as it stands.
      isKnown: (start, end) =>
        start > 0 &&
        view.endOf(end) - view.startOf(start - 1) === end - start + 1 &&
        view.endOf(start) === view.startOf(start),
      report: (start, end) => this.#later.push({ start: view.startOf(start), end: view.endOf(end), kind: base64Kind }),
    };
  }

  /** Whether the first pass found all of this; asked in ascending order. */
  #isFound(start: number, end: number): boolean {
    const { ranges, kinds } = this.#scan;
    while (this.#known < kinds.length && (ranges[2 * this.#known + 1] as number) <= start) this.#known++;
    return (
      this.#known < kinds.length &&
      (ranges[2 * this.#known] as number) <= start &&
      (ranges[2 * this.#known + 1] as number) >= end
    );
  }

  #merged(ranges: readonly number[], kinds: readonly Kind[]): FoundRanges {
    const first = kinds.map((kind, i) => ({ start: ranges[2 * i] as number, end: ranges[2 * i + 1] as number, kind }));
    const merged = mergeFindings(first, this.#later);
    return {
      count: merged.length,
      ranges: merged.flatMap(({ start, end }) => [start, end]),
      kinds: merged.map(({ kind }) => kind),
    };
  }
}
