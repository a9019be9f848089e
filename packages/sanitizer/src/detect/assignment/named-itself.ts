import { judgeWords } from "../key-name/judge-words.ts";
import { splitWords } from "../key-name/split-words.ts";

const LONGEST = 40;

/** `Password`, `new_password`, `Confirm password`: a label or a variable, which names the secret and is none. */
export function isSensitiveName(text: string, start: number, end: number): boolean {
  return end - start <= LONGEST && judgeWords(splitWords(text.slice(start, end))) !== undefined;
}
