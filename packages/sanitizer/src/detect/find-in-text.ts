import type { Kind } from "../model/kind.ts";
import type { Program } from "./scan/program.ts";
import { scanText } from "./scan/scan-text.ts";
import { TextScan } from "./scan/text-scan.ts";

/** What was found in one text: ascending ranges that do not overlap. */
export interface FoundRanges {
  readonly count: number;
  /** Starts and ends in turn. */
  readonly ranges: readonly number[];
  readonly kinds: readonly Kind[];
}

/**
 * Finds everything in a text: as it stands, in disguise, and wrapped in base64. Undefined where nothing was found; what
 * is given back is valid until the next call.
 */
export function createFinder(program: Program): (text: string) => FoundRanges | undefined {
  const scan = new TextScan(program);
  return (text) => {
    scanText(scan, program, text);
    const { ranges, kinds } = scan;
    return kinds.length === 0 ? undefined : { count: kinds.length, ranges, kinds };
  };
}
