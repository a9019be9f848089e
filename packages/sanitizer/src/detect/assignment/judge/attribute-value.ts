import type { KeyClass } from "../../../model/detector.ts";
import { passwordKey, recoveryKey } from "../../key-name/key-kinds.ts";
import { codeAt } from "../../scan/characters.ts";
import { SLASH, isBlank } from "../signs.ts";
import { isSensitiveName } from "./named-itself.ts";
import { isKnownPath } from "./path.ts";
import { MESSAGE_VERBS, NO_PASSWORDS, NO_SECRETS } from "./plain-words.ts";
import { isReference } from "./reference.ts";
import { isNumber, isSecretLike, isWordsJoined } from "./secret-like.ts";

const LONGEST_WORD = 24;
const SHORTEST_NUMBER = 4;

/**
 * Whether a text that is the whole value of a sensitive key is the secret and not a word about it: `{ token: "expired" }`,
 * `{ password: "must be longer" }`. `text` has no blanks about it; kinds that are told by their digits are not judged here.
 */
export function isAttributeSecret({ kind, weak }: KeyClass, text: string): boolean {
  // A rule of the policy means what it says.
  if (kind.action !== undefined) return !NO_PASSWORDS.has(text.toLowerCase());
  if (saysSomethingAbout(text)) return false;
  if (kind === passwordKey) return !(weak ? NO_SECRETS : NO_PASSWORDS).has(shortWord(text)) && !isDirectory(text);
  if (kind === recoveryKey) return text.includes(" ") || isSecretLike(text, 0, text.length);
  return !namesOrCounts(text) && !NO_SECRETS.has(shortWord(text)) && (!weak || isChosen(text));
}

/** `{ apiKeyHeader: "X-Api-Key" }`, `{ XDG_SESSION_ID: "3" }`. */
function namesOrCounts(text: string): boolean {
  const { length } = text;
  return length < SHORTEST_NUMBER ? isNumber(text, 0, length) : !text.includes("=") && isSensitiveName(text, 0, length);
}

/** `{ PWD: "/srv/app" }`: where a process runs, as every environment says. */
const isDirectory = (text: string): boolean => codeAt(text, 0) === SLASH && isKnownPath(text, 0, text.length);

/** Below a weak key (`session`, `auth`, `storageKey`) a word, a name of several words or a path is none. */
function isChosen(text: string): boolean {
  const { length } = text;
  return (
    !text.includes(" ") &&
    isSecretLike(text, 0, length) &&
    !isWordsJoined(text, 0, length) &&
    !isReference(text, 0, length)
  );
}

/** Whether a number has as many digits as a secret has: `{ token: 42 }` counts something. */
export const isSecretNumber = (value: number | bigint): boolean => String(value).length >= SHORTEST_NUMBER;

/** One letter is an article in a sentence only. */
const shortWord = (text: string): string => (text.length > 1 && text.length <= LONGEST_WORD ? text.toLowerCase() : "");

/** `is required`, `can't be blank`. */
function saysSomethingAbout(text: string): boolean {
  let i = 0;
  while (i < LONGEST_WORD && i < text.length && !isBlank(codeAt(text, i))) i++;
  return i < text.length && isBlank(codeAt(text, i)) && MESSAGE_VERBS.has(text.slice(0, i).toLowerCase());
}
