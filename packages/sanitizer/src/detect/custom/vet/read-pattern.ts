import { NOT_LINE_END, setOf } from "./char-set.ts";
import { Cursor } from "./cursor.ts";
import type { PatternNode } from "./pattern-node.ts";
import { isFixed, isNullable, longestOf } from "./pattern-node.ts";
import { PatternProblem } from "./pattern-problem.ts";
import { readClass, readEscape } from "./read-class.ts";

const COUNT = /\{(\d{1,6})(,)?(\d{1,6})?\}/y;
const GROUP_NAME = /\?<[A-Za-z_$][\w$]*>/y;
const LOOK_AROUND = /\?<?[=!]/y;
/** More than any match may hold. */
const MOST_TIMES = 4_096;
const FARTHEST_LOOK = 64;

/**
 * Reads the regular expressions that a policy may hold: JavaScript's without flags, but for what cannot be judged.
 *
 * @throws {PatternProblem}
 */
export function readPattern(pattern: string): PatternNode {
  const cursor = new Cursor(pattern);
  const node = readChoice(cursor);
  if (!cursor.isAtEnd) throw new PatternProblem('a ")" has no "(" before it. Write "\\)" for the bracket itself.');
  return node;
}

function readChoice(cursor: Cursor): PatternNode {
  const options = [readSequence(cursor)];
  while (cursor.takeIf("|")) options.push(readSequence(cursor));
  return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options };
}

function readSequence(cursor: Cursor): PatternNode {
  const items: PatternNode[] = [];
  while (!cursor.isAtEnd && cursor.peek() !== "|" && cursor.peek() !== ")")
    items.push(readRepeat(cursor, readAtom(cursor)));
  return { kind: "sequence", items };
}

function readAtom(cursor: Cursor): PatternNode {
  const character = cursor.take();
  switch (character) {
    case "(":
      return readGroup(cursor);
    case "[":
      return { kind: "character", set: readClass(cursor) };
    case ".":
      return { kind: "character", set: NOT_LINE_END };
    case "\\":
      if (/[bB]/u.test(cursor.peek())) {
        cursor.take();
        return { kind: "assertion", inside: undefined };
      }
      return { kind: "character", set: readEscape(cursor) };
    case "^":
    case "$":
      throw new PatternProblem(
        `"${character}" is no use: a pattern is tried around its anchor, wherever that stands. Use \\b, or write "\\${character}" for the character itself.`,
      );
    default:
      if (!"*+?{}]".includes(character)) return { kind: "character", set: setOf(character) };
      throw new PatternProblem(
        `"${character}" stands where there is nothing to repeat or to close. Write "\\${character}" for the character itself.`,
      );
  }
}

function readGroup(cursor: Cursor): PatternNode {
  const look = cursor.takeMatch(LOOK_AROUND);
  if (
    look === undefined &&
    cursor.peek() === "?" &&
    !cursor.takeIf("?:") &&
    cursor.takeMatch(GROUP_NAME) === undefined
  ) {
    throw new PatternProblem("this kind of group is not known. Use (…), (?:…), (?<name>…) or a look around.");
  }
  const inside = readChoice(cursor);
  if (!cursor.takeIf(")"))
    throw new PatternProblem('a "(" has no end. Add ")", or write "\\(" for the bracket itself.');
  if (look === undefined) return inside;
  if (isFixed(inside) && longestOf(inside) <= FARTHEST_LOOK) return { kind: "assertion", inside };
  throw new PatternProblem(
    "a look around holds something to repeat, or too much, which can take more than linear time. Look at a fixed number of characters.",
  );
}

function readRepeat(cursor: Cursor, body: PatternNode): PatternNode {
  const times = readTimes(cursor);
  if (times === undefined) return body;
  cursor.takeIf("?");
  const { min, max } = times;
  if (min > max || min > MOST_TIMES || (max > MOST_TIMES && max !== Number.POSITIVE_INFINITY)) {
    throw new PatternProblem(`{${String(min)},${String(max)}} is no range up to ${String(MOST_TIMES)}.`);
  }
  if (max > 1 && isNullable(body)) {
    throw new PatternProblem(
      "something that can be empty is repeated, which can take more than linear time. Let what is repeated take at least one character.",
    );
  }
  return { kind: "repeat", body, min, max };
}

function readTimes(cursor: Cursor): { readonly min: number; readonly max: number } | undefined {
  if (cursor.takeIf("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (cursor.takeIf("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (cursor.takeIf("?")) return { min: 0, max: 1 };
  const count = cursor.takeMatch(COUNT);
  if (count === undefined) return undefined;
  const [, least, comma, most] = count;
  const min = Number(least);
  if (comma === undefined) return most === undefined ? { min, max: min } : undefined;
  return { min, max: most === undefined ? Number.POSITIVE_INFINITY : Number(most) };
}
