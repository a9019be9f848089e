import { isName, judgeWords } from "../../key-name/judge-words.ts";
import { splitWords } from "../../key-name/split-words.ts";
import { countDigits } from "./secret-like.ts";

const LONGEST = 40;
const MOST_DIGITS = 2;
const DIVIDES = /[_.\- ]/u;
const NO_WORD = /[b-df-hj-np-tv-xz]{4}/iu;

/** `Password`, `new_password`, `Confirm password`: a label or a variable, which names the secret and is none. */
export function isSensitiveName(text: string, start: number, end: number): boolean {
  const name = text.slice(start, Math.min(end, start + LONGEST + 1));
  if (name.length > LONGEST || !readsAsName(name)) return false;
  const words = splitWords(name);
  // `mypassword` is a password that many chose, `my_password` a variable.
  return words.length > 1 ? judgeWords(words) !== undefined : isName(words[0] ?? "");
}

/** `oauth2_token`, but not `vyyax388XPWD` or `W7lDni5s`, which end like a name by chance: digits only between signs, and words. */
function readsAsName(name: string): boolean {
  const digits = countDigits(name, 0, name.length);
  return digits <= MOST_DIGITS && (digits === 0 || DIVIDES.test(name)) && !NO_WORD.test(name);
}
