import { codeAt, isLetter } from "../../scan/characters.ts";
import { COLON, SPACE } from "../signs.ts";
import type { Form } from "./place.ts";

/** Ways to say in words what something is, and what it is changed to or from: the second say less. */
const LINKS: readonly (readonly [words: string, form: Form])[] = [
  ["is set to ", "link"],
  ["set to ", "link"],
  ["is now ", "link"],
  ["is: ", "link"],
  ["was: ", "link"],
  ["provided: ", "link"],
  ["is ", "link"],
  ["was ", "link"],
  ["changed to ", "far"],
  ["reset to ", "far"],
  ["to ", "far"],
  ["from ", "far"],
];
/** How they begin: c, f, i, p, r, s, t and w. */
const FIRST: ReadonlySet<number> = new Set([99, 102, 105, 112, 114, 115, 116, 119]);
const LONGEST_OWNER = 32;

export interface Link {
  readonly form: Form;
  /** Behind the words. */
  readonly end: number;
}

const GENERATED = "is generated for ";

/** The words at `at` that say what something is: `is`, `for bob is`, `for bob:`, `set to`. */
export function linkAt(text: string, at: number): Link | undefined {
  if (!FIRST.has(codeAt(text, at))) return undefined;
  const owner = ownerStart(text, at);
  const named = owner > at ? colonEnd(text, owner) : owner;
  if (named > owner) return { form: "words", end: named };
  const from = owner > at ? ownerEnd(text, owner) : at;
  const found = LINKS.find(([words]) => text.startsWith(words, from));
  if (found === undefined) return undefined;
  const [words, form] = found;
  return from > at && form === "far" ? undefined : { form, end: from + words.length };
}

/** Behind `for `, and behind what MySQL writes before the name of its first user; else `at`. */
function ownerStart(text: string, at: number): number {
  if (text.startsWith("for ", at)) return at + 4;
  return text.startsWith(GENERATED, at) ? at + GENERATED.length : at;
}

/** Behind `bob: `, `root@localhost: `; else `at`. */
function colonEnd(text: string, at: number): number {
  let i = text.startsWith("user ", at) ? at + 5 : at;
  const limit = i + LONGEST_OWNER;
  while (i < limit && codeAt(text, i) > SPACE && codeAt(text, i) !== COLON) i++;
  return codeAt(text, i) === COLON && codeAt(text, i + 1) === SPACE ? i + 2 : at;
}

/** Behind `bob `, `user bob `. */
function ownerEnd(text: string, at: number): number {
  let i = at;
  if (text.startsWith("user ", i)) i += 5;
  while (i - at < LONGEST_OWNER && codeAt(text, i) > SPACE) i++;
  return codeAt(text, i) === SPACE && isLetter(codeAt(text, i + 1)) ? i + 1 : at;
}
