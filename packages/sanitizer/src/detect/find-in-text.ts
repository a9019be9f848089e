import type { Kind } from "../model/kind.ts";
import type { FoundRanges } from "./found-ranges.ts";
import type { Program } from "./scan/program.ts";
import { TextSearch } from "./text-search.ts";

/** Disguises and wrappings that are taken off one after another, together: JSON in JSON in a URL, base64 of base64. */
const MOST_LAYERS = 3;

/**
 * Finds everything in a text: as it stands, in disguise, and wrapped in base64. Undefined where nothing was found; what
 * is given back is valid until the next call. Base64 is found for what it holds, of which `isKept` tells what does not count:
 * what the policy keeps where it stands plainly.
 */
export function createFinder(
  program: Program,
  isKept: (kind: Kind) => boolean = () => false,
): (text: string) => FoundRanges | undefined {
  const search = new TextSearch(program, isKept);
  return (text) => search.find(text, MOST_LAYERS);
}
