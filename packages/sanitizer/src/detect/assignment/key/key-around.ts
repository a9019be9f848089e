import type { KeyClass, Scan } from "../../../model/detector.ts";
import { meansElseBehind } from "../../key-name/judge-words.ts";
import { passwordKey } from "../../key-name/key-kinds.ts";
import { SENSITIVE_NAMES } from "../../key-name/sensitive-names.ts";
import { codeAt, isLetter } from "../../scan/characters.ts";
import { isTagName } from "../join/element.ts";
import { linkAt } from "../join/link-words.ts";
import { SPACE } from "../signs.ts";
import { previousWord, withNextWord } from "./identifier.ts";

/** A key in a text. Reused for the next: copy what must stay. */
export interface Key {
  keyClass: KeyClass;
  start: number;
  end: number;
  /** The word in front (`invalid`, `no`) says that no value follows. */
  doubtful: boolean;
}

const LONGEST_PART = 14;
/** Words of names that are several words: only these are looked at together with their neighbours. */
const PARTS: ReadonlySet<string> = new Set(
  SENSITIVE_NAMES.flatMap(({ names, inText }) => (inText ? names : [])).flatMap((name) => {
    const words = name.split(" ");
    return words.length > 1 ? words : [];
  }),
);

/** In front of a key in a sentence: what follows says what is wrong, more often than what the value is. */
const DOUBT: ReadonlySet<string> = new Set(
  `no non without missing invalid wrong incorrect bad forgot forgotten expired unexpected unknown unrecognized unrecognised illegal malformed
  empty expected required needs requires max min total has had is was public publishable duplicate revoked undefined`
    .trim()
    .split(/\s+/u),
);

const isPart = (word: string): boolean => PARTS.has(word) || (word.endsWith("s") && PARTS.has(word.slice(0, -1)));

let key: Key | undefined;

function found(keyClass: KeyClass, start: number, end: number): Key {
  key ??= { keyClass, start, end, doubtful: false };
  key.keyClass = keyClass;
  key.start = start;
  key.end = end;
  key.doubtful = false;
  return key;
}

/** The key of the identifier `[start, end)`, alone or with the words about it: `Date of birth`, `API key`, `card pin`. */
export function keyAround(scan: Scan, start: number, end: number): Key | undefined {
  const alone = scan.keyClass(start, end);
  if (alone === undefined) return end - start > LONGEST_PART ? undefined : withNeighbours(scan, start, end);
  // `token count: 12`, `passport number: …`: the next word is part of the key, and may make of it something else.
  const behind = withNextWord(scan.text, end);
  if (behind !== end && !isTagName(scan.text, start) && linkAt(scan.text, end + 1) === undefined) {
    const longer = scan.keyClass(start, behind);
    return longer === undefined ? undefined : found(longer, start, behind);
  }
  const one = found(alone, start, end);
  if (codeAt(scan.text, start - 1) !== SPACE) return one;
  const before = previousWord(scan.text, start, scan.floor);
  if (before === start) return one;
  const word = scan.text.slice(before, start - 1);
  if (meansElseBehind(scan.text.slice(start, end), word)) {
    return alone.kind === passwordKey && isChange(scan.text, end) ? one : undefined;
  }
  one.doubtful = DOUBT.has(word.toLowerCase());
  return one;
}

/** `changed password from … to …`: a sentence, and no name as `changed_password` is. */
const isChange = (text: string, end: number): boolean =>
  codeAt(text, end) === SPACE && linkAt(text, end + 1)?.form === "far";

function withNeighbours(scan: Scan, start: number, end: number): Key | undefined {
  const { text, floor } = scan;
  const behind = linkAt(text, end + 1) === undefined ? withNextWord(text, end) : end;
  const joined = codeAt(text, start - 1) === SPACE && isLetter(codeAt(text, start - 2));
  if ((behind === end && !joined) || !isPart(text.slice(start, end).toLowerCase())) return undefined;
  let from = start;
  for (let words = 0; words < 3; words++) {
    if (words > 0 || behind > end) {
      const together = scan.keyClass(from, behind);
      if (together !== undefined) return found(together, from, behind);
    }
    const before = previousWord(text, from, floor);
    if (before === from) return undefined;
    from = before;
  }
  return undefined;
}
