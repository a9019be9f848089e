import type { Kind } from "../../model/kind.ts";
import type { Program } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { disguisedKind } from "./disguised-kind.ts";
import { peelLayer } from "./peel-layer.ts";
import type { Region } from "./region.ts";
import { nextRegion } from "./region.ts";
import { Units } from "./units.ts";

/** A part of a text without so many layers of disguise. */
export interface View {
  readonly text: string;
  readonly layers: number;
  /** Where the character at `index` of the view begins in the original. */
  startOf(index: number): number;
  /** Where the character before `index` of the view ends in the original. */
  endOf(index: number): number;
}

export interface ViewVisitor {
  /** A finding, in the places of the original. */
  report(kind: Kind, start: number, end: number): void;
  /** Called once for every view, for what the scan does not look for. */
  look(view: View): void;
}

/** A finding this near to a cut may come of the cut: what stands around it is missing. */
const NEAR_A_CUT = 128;

/** Searches the parts of a text that hold disguised characters, with the disguise taken off layer by layer. */
export class ViewSearch {
  readonly #program: Program;
  readonly #scan: TextScan;
  readonly #units = new Units();
  readonly #region: Region = { start: 0, end: 0, next: 0 };

  constructor(program: Program) {
    this.#program = program;
    this.#scan = new TextScan(program);
  }

  search(text: string, mostLayers: number, visitor: ViewVisitor): void {
    const region = this.#region;
    for (let from = 0; from < text.length && nextRegion(text, from, region); from = region.next) {
      this.#units.load(text, region.start, region.end);
      for (let layers = 1; layers <= mostLayers && peelLayer(this.#units); layers++) this.#look(text, layers, visitor);
    }
  }

  #look(original: string, layers: number, visitor: ViewVisitor): void {
    const units = this.#units;
    const view: View = {
      text: units.text(),
      layers,
      startOf: (index) => units.starts[index] as number,
      endOf: (index) => units.ends[index - 1] as number,
    };
    scanText(this.#scan, this.#program, view.text);
    const { ranges, kinds } = this.#scan;
    for (const [i, kind] of kinds.entries()) {
      const from = ranges[2 * i] as number;
      const to = ranges[2 * i + 1] as number;
      const start = view.startOf(from);
      const end = view.endOf(to);
      if (this.#isNearCut(original, start, end)) continue;
      visitor.report(end - start === to - from ? kind : disguisedKind(kind, layers), start, end);
    }
    visitor.look(view);
  }

  #isNearCut(original: string, from: number, to: number): boolean {
    const { start, end } = this.#region;
    return (start > 0 && to <= start + NEAR_A_CUT) || (end < original.length && from >= end - NEAR_A_CUT);
  }
}
