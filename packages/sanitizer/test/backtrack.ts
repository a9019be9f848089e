import type { PatternNode } from "../src/detect/custom/vet/pattern-node.ts";

/** Where a backtracking engine gives up counting. */
const MOST_STEPS = 2_000_000;

/**
 * Counts the characters that a backtracking engine compares when it tries a pattern at the beginning of a text and every
 * attempt is made to fail at its end: the most that one try can cost.
 */
export function countSteps(node: PatternNode, text: string): number {
  let steps = 0;
  const accepts = (set: readonly number[], code: number): boolean =>
    set.some((first, i) => i % 2 === 0 && code >= first && code <= (set[i + 1] ?? 0));

  const run = (part: PatternNode, at: number, next: (end: number) => boolean): boolean => {
    if (steps > MOST_STEPS) return true;
    switch (part.kind) {
      case "character":
        steps++;
        return at < text.length && accepts(part.set, text.charCodeAt(at)) && next(at + 1);
      case "assertion":
        return next(at);
      case "choice":
        return part.options.some((option) => run(option, at, next));
      case "sequence": {
        const from = (i: number, start: number): boolean => {
          const item = part.items[i];
          return item === undefined ? next(start) : run(item, start, (end) => from(i + 1, end));
        };
        return from(0, at);
      }
      case "repeat": {
        const again = (times: number, start: number): boolean =>
          (times < part.max && run(part.body, start, (end) => end > start && again(times + 1, end))) ||
          (times >= part.min && next(start));
        return again(0, at);
      }
    }
  };
  run(node, 0, () => false);
  return steps;
}
