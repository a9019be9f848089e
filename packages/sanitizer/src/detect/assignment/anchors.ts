import type { KeyRule } from "../../model/policy.ts";
import { SENSITIVE_NAMES } from "../key-name/sensitive-names.ts";
import { splitWords } from "../key-name/split-words.ts";

const ASCII_RUN = /[a-z]{3,}/gu;
/** In every second log line: they announce nothing. */
const COMMON: ReadonlySet<string> = new Set(["request", "response", "number", "date", "data"]);

/**
 * What announces a name in a text, however it is spelt. One of its last two words: one more word may follow the announced
 * one (`birth date`), while any number stands before it.
 */
export function anchorsFor(words: readonly string[]): readonly string[] {
  const anchors = words.slice(-2).flatMap((word) => word.match(ASCII_RUN) ?? []);
  const rare = anchors.filter((anchor) => !COMMON.has(anchor));
  return rare.length > 0 ? rare : anchors;
}

/**
 * Anchors that announce every one of the names, as few as may be: names of one word have no choice, of the others the
 * longer word is taken, unless one that is there already announces it.
 */
function covering(choices: readonly (readonly string[])[]): readonly string[] {
  const anchors = new Set<string>();
  const fewestFirst = choices.filter(({ length }) => length > 0).toSorted((a, b) => a.length - b.length);
  for (const choice of fewestFirst) {
    const covered = choice.some((word) => [...anchors].some((anchor) => word.includes(anchor)));
    if (!covered) anchors.add(choice.reduce((a, b) => (b.length > a.length ? b : a)));
  }
  return [...anchors].filter((anchor) => ![...anchors].some((other) => other !== anchor && anchor.includes(other)));
}

/** Of all names that are sensitive in texts, and of the policy's own keys. */
export function anchorsOf(keys: readonly KeyRule[] = []): readonly string[] {
  const names = SENSITIVE_NAMES.filter(({ inText }) => inText).flatMap((group) => group.names);
  const own = keys.flatMap(({ match }) => match.split("*")).map(splitWords);
  return covering([...names.map((name) => name.split(" ")), ...own].map(anchorsFor));
}
