import { codeAt, isDigit, isLetter } from "../scan/characters.ts";

const SPACE = 32;
const POINT = 46;
const SLASH = 47;
const COLON = 58;
const TILDE = 126;
const LOOK_BEHIND = 64;

/** Names of programs and accounts that stand before `@` without being anybody's address. */
const ACCOUNTS: readonly string[] = ["git", "hg", "svn", "this", "super", "return", "REDACTED"];
/** Nodes of distributed programs are named `<program>@<host>`. */
const NODES: readonly string[] = ["rabbit", "celery", "ejabberd", "couchdb", "riak", "emqx", "vernemq"];
const HOST_ENDS: readonly string[] = [".local", ".internal", ".lan"];

/** Whether `[start, at)` and `(at, end)` are a login on a host, a repository, or the credentials of a URL. */
export function isNoAddress(text: string, range: { start: number; at: number; end: number }): boolean {
  const { start, at, end } = range;
  // `Foo$$Lambda$14/0x0000000800c03000@5e91993f.run`: an object of Java.
  if (spells(ACCOUNTS, text, range) || text.startsWith("0x", start)) return true;
  const after = codeAt(text, end + 1);
  // `deploy@web-1.example.com:/srv`, `root@web-1.example.com:~#`
  if (codeAt(text, end) === COLON && (after === SLASH || after === TILDE)) return codeAt(text, end + 2) !== SLASH;
  if (isSshLogin(text, start)) return true;
  if (at - start < 9 && spells(NODES, text, range) && HOST_ENDS.some((host) => text.endsWith(host, end))) return true;
  return isNetwork(text, start, at) || isUserinfo(text, start);
}

const isSshLogin = (text: string, start: number): boolean =>
  codeAt(text, start - 1) === SPACE && text.startsWith("ssh", start - 4) && !isLetter(codeAt(text, start - 5));

/** `203.0.113.0@port`: what is left of an address of the other kind, when that was made less exact. */
function isNetwork(text: string, start: number, at: number): boolean {
  let points = 0;
  for (let i = start; i < at; i++) {
    const code = codeAt(text, i);
    if (code === POINT) points++;
    else if (!isDigit(code)) return false;
  }
  return points === 3;
}

function spells(words: readonly string[], text: string, { start, at }: { start: number; at: number }): boolean {
  for (const word of words) if (word.length === at - start && text.startsWith(word, start)) return true;
  return false;
}

/** Whether `://` stands before, with nothing but a user's name between. */
function isUserinfo(text: string, start: number): boolean {
  const before = codeAt(text, start - 1);
  if (before !== COLON && before !== SLASH) return false;
  const lowest = Math.max(0, start - LOOK_BEHIND);
  for (let i = start - 1; i > lowest; i--) {
    const code = codeAt(text, i);
    if (code <= SPACE) return false;
    if (code === SLASH) return codeAt(text, i - 1) === SLASH && codeAt(text, i - 2) === COLON;
  }
  return false;
}
