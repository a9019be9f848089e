import type { CharSet } from "./char-set.ts";
import { complement, ESCAPED_SETS, range, setOf, union } from "./char-set.ts";
import type { Cursor } from "./cursor.ts";
import { PatternProblem } from "./pattern-problem.ts";

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["f", "\f"],
  ["0", "\0"],
]);

/** Behind a backslash: a set, or one character. */
export function readEscape(cursor: Cursor): CharSet {
  const letter = cursor.take();
  const set = ESCAPED_SETS.get(letter);
  if (set !== undefined) return set;
  if (letter === "x") return readCode(cursor, 2);
  if (letter === "u") return readCode(cursor, 4);
  const control = CONTROLS.get(letter);
  const isOctal = letter === "0" && /\d/u.test(cursor.peek());
  if (control !== undefined && !isOctal) return setOf(control);
  if (/[1-9]/u.test(letter) || letter === "k") {
    throw new PatternProblem(
      "it refers back to a group, which can take more than linear time. Write out what the group matches.",
    );
  }
  if (letter === "" || /[\p{L}\p{N}]/u.test(letter)) {
    throw new PatternProblem(
      `"\\${letter}" means nothing without flags. Use \\d \\w \\s \\b \\n \\t \\xHH \\uHHHH or a class.`,
    );
  }
  return setOf(letter);
}

function readCode(cursor: Cursor, digits: number): CharSet {
  const code = cursor.takeMany(digits);
  if (/^[\da-f]+$/iu.test(code) && code.length === digits)
    return range(Number.parseInt(code, 16), Number.parseInt(code, 16));
  throw new PatternProblem(`a code in hexadecimal has ${String(digits)} digits: \\xHH or \\uHHHH.`);
}

/** Behind `[`, up to and with `]`. */
export function readClass(cursor: Cursor): CharSet {
  const isNegated = cursor.takeIf("^");
  const sets: CharSet[] = [];
  while (!cursor.takeIf("]")) {
    const first = readMember(cursor);
    if (cursor.peek() !== "-" || cursor.peek(1) === "]") {
      sets.push(first);
      continue;
    }
    cursor.take();
    sets.push(readRange(first, readMember(cursor)));
  }
  if (sets.length === 0)
    throw new PatternProblem("a class without characters matches nothing, or anything. Name its characters.");
  return isNegated ? complement(union(...sets)) : union(...sets);
}

function readMember(cursor: Cursor): CharSet {
  const character = cursor.take();
  if (character === "") throw new PatternProblem('a class has no end. Add "]", or write "\\[" for the bracket itself.');
  if (character !== "\\") return setOf(character);
  return cursor.takeIf("b") ? setOf("\b") : readEscape(cursor);
}

function readRange(from: CharSet, to: CharSet): CharSet {
  const [first = 0, sameFirst] = from;
  const [last = 0, sameLast] = to;
  if (first === sameFirst && last === sameLast && from.length === 2 && to.length === 2 && first <= last)
    return range(first, last);
  throw new PatternProblem(
    'a range in a class goes from one character to a later one. Write "\\-" for the hyphen itself.',
  );
}
