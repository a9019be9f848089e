import { isLetter } from "../scan/characters.ts";
import type { Form } from "./place.ts";
import { SPACE } from "./signs.ts";

/** Ways to say in words what something is, and what it is changed to or from: the second say less. */
const LINKS: readonly (readonly [words: string, form: Form])[] = [
  ["is set to ", "link"],
  ["set to ", "link"],
  ["is now ", "link"],
  ["is: ", "link"],
  ["was: ", "link"],
  ["is ", "link"],
  ["was ", "link"],
  ["to ", "far"],
  ["from ", "far"],
];
/** How they begin: f, i, s, t and w. */
const FIRST: ReadonlySet<number> = new Set([102, 105, 115, 116, 119]);
const LONGEST_OWNER = 32;

export interface Link {
  readonly form: Form;
  /** Behind the words. */
  readonly end: number;
}

/** The words at `at` that say what something is: `is`, `for bob is`, `set to`. */
export function linkAt(text: string, at: number): Link | undefined {
  if (!FIRST.has(text.charCodeAt(at))) return undefined;
  const from = text.startsWith("for ", at) ? ownerEnd(text, at + 4) : at;
  const found = LINKS.find(([words]) => text.startsWith(words, from));
  if (found === undefined) return undefined;
  const [words, form] = found;
  return from > at && form === "far" ? undefined : { form, end: from + words.length };
}

/** Behind `bob `, `user bob `. */
function ownerEnd(text: string, at: number): number {
  let i = at;
  if (text.startsWith("user ", i)) i += 5;
  while (i - at < LONGEST_OWNER && text.charCodeAt(i) > SPACE) i++;
  return text.charCodeAt(i) === SPACE && isLetter(text.charCodeAt(i + 1)) ? i + 1 : at;
}
