import { isDigit } from "../scan/characters.ts";
import { commandNamed } from "./command-before.ts";
import type { PasswordOption } from "./command-before.ts";
import { takes } from "./command-line.ts";

const HYPHEN = 45;
const COLON = 58;
const LOWER_P = 112;
/** Far enough for a host, a user and a few options before the password. */
const MOST_WORDS = 16;
const NONE = -1;

/**
 * For a command line that is given word by word, as in `process.command_args`: where the password begins in the word
 * behind `words`, by what the program makes of its options; -1 where it holds none.
 */
export function passwordStart(words: readonly unknown[], word: string): number {
  const before: unknown = words.at(-1);
  if (word.charCodeAt(0) === HYPHEN) return isGlued(word) && takesP(words, word, false) ? 2 : NONE;
  if (typeof before !== "string" || before.charCodeAt(0) !== HYPHEN) return NONE;
  return isPassword(words, before, word) ? 0 : NONE;
}

/** `-ps3cret`; not `-p`, `--port`. */
const isGlued = (word: string): boolean => word.length > 2 && (word.charCodeAt(1) | 32) === LOWER_P;

function isPassword(words: readonly unknown[], option: string, word: string): boolean {
  switch (option) {
    case "-p":
    case "-P":
      return takesP(words, option, true) && !(commandIn(words) === "login" && isNumber(word));
    case "-a":
      return commandIn(words) === "redis";
    case "-w":
      return commandIn(words) === "ldap";
    case "-u":
    case "--user":
      return word.indexOf(":") > 0 && word.charCodeAt(word.length - 1) !== COLON && commandIn(words) === "curl";
    default:
      return false;
  }
}

function takesP(words: readonly unknown[], option: string, apart: boolean): boolean {
  const command = commandIn(words);
  return command !== undefined && takes(command, { lower: option.charCodeAt(1) === LOWER_P, apart });
}

/** The nearest word that is a known program. */
function commandIn(words: readonly unknown[]): PasswordOption | undefined {
  const lowest = Math.max(0, words.length - MOST_WORDS);
  for (let i = words.length - 1; i >= lowest; i--) {
    const word = words[i];
    const found = typeof word === "string" ? commandNamed(word.slice(word.lastIndexOf("/") + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNumber(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (!isDigit(word.charCodeAt(i)) && word.charCodeAt(i) !== COLON) return false;
  return true;
}
