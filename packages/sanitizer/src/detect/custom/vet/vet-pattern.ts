import { checkLinear } from "./check-linear.ts";
import { containsAlways } from "./contains-always.ts";
import { PatternProblem } from "./pattern-problem.ts";
import { readPattern } from "./read-pattern.ts";

/** Why a pattern cannot be used, and the fix; undefined where it can: it is linear, and each match holds the anchor. */
export function vetPattern(pattern: string, anchor: string): string | undefined {
  try {
    const node = readPattern(pattern);
    checkLinear(node);
    if (containsAlways(node, anchor)) return compiles(pattern);
    return `it can match without the anchor ${JSON.stringify(anchor)}, around which alone it is tried. Let every match hold the anchor's characters side by side.`;
  } catch (error) {
    if (error instanceof PatternProblem) return error.message;
    throw error;
  }
}

function compiles(pattern: string): string | undefined {
  try {
    RegExp(pattern, "g").test("");
    return undefined;
  } catch (error) {
    return `it is no regular expression: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
