import { isName, judgeWords } from "../../key-name/judge-words.ts";
import { splitWords } from "../../key-name/split-words.ts";

const LONGEST = 40;

/** `Password`, `new_password`, `Confirm password`: a label or a variable, which names the secret and is none. */
export function isSensitiveName(text: string, start: number, end: number): boolean {
  if (end - start > LONGEST) return false;
  const words = splitWords(text.slice(start, end));
  // `mypassword` is a password that many chose, `my_password` a variable.
  return words.length > 1 ? judgeWords(words) !== undefined : isName(words[0] ?? "");
}
