import { codeAt } from "../../scan/characters.ts";
import { EQUALS, PLUS, SLASH } from "../signs.ts";
import { isRandom, isWordsJoined } from "./secret-like.ts";

const listed = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

/** Directories below the root, where files and mounts are. */
const ROOTS: ReadonlySet<string> = listed(`
  app apps bin boot builds cache certs code config configs data dev efs etc github home keys lib media mnt net nix opt private proc root
  run secret secrets srv ssl storage sys tmp usr var vault volumes workdir workspace workspaces users library applications
`);
/** Of files that hold secrets or settings. */
const EXTENSION =
  /\.(?:pem|key|pub|crt|cer|csr|der|p12|pfx|p8|jks|kdbx|gpg|asc|txt|json|ya?ml|env|conf|cfg|ini|toml|xml|properties|secret|token|pass|pwd|pw|enc|db|sh|sock)$/iu;
const LONGEST_ROOT = 16;
const LONGEST = 1_024;
const SHORTEST_RANDOM_PART = 17;

/** `/run/secrets/x`, `/certs/server.pem`: a directory that everybody has, or a file of a kind that everybody knows. */
export function isKnownPath(text: string, start: number, end: number): boolean {
  if (end - start > LONGEST || isDrawn(text, start, end)) return false;
  return isRoot(text, start, end) || EXTENSION.test(text.slice(start, end));
}

/** A path of words, or a known one: base64 may begin with `/` as well. */
export function isPath(text: string, start: number, end: number): boolean {
  return !isDrawn(text, start, end) && (isWordsJoined(text, start, end) || isKnownPath(text, start, end));
}

function isRoot(text: string, start: number, end: number): boolean {
  let i = start + 1;
  while (i < end && i - start <= LONGEST_ROOT && codeAt(text, i) !== SLASH) i++;
  return ROOTS.has(text.slice(start + 1, i).toLowerCase());
}

/** Base64 has signs that no path has, or a part without any end. */
export function isDrawn(text: string, start: number, end: number): boolean {
  let part = start;
  for (let i = start; i <= end; i++) {
    const code = i < end ? codeAt(text, i) : SLASH;
    if (code === PLUS || code === EQUALS) return true;
    if (code !== SLASH) continue;
    if (i - part >= SHORTEST_RANDOM_PART && isRandom(text, part, i)) return true;
    part = i + 1;
  }
  return false;
}
