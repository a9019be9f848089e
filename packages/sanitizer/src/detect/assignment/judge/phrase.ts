import { passwordKey, recoveryKey } from "../../key-name/key-kinds.ts";
import { codeAt } from "../../scan/characters.ts";
import { phraseEnd } from "../extent/phrase-end.ts";
import { isBlank } from "../signs.ts";
import type { Claim, Value } from "./claim.ts";
import { isSensitiveName } from "./named-itself.ts";
import { MESSAGE_STARTS } from "./plain-words.ts";
import { isSecretLike } from "./secret-like.ts";

/** Several words in quotes: whether they are a passphrase or hold a secret, and are no message about one. */
export function isPhrase(text: string, { start, end }: Value, { keyClass, form, doubtful }: Claim): boolean {
  if (form === "words" || form === "far" || doubtful || keyClass.weak) return false;
  const first = text.slice(start, wordEndAt(text, start, end)).toLowerCase();
  if (MESSAGE_STARTS.has(first) || isSensitiveName(text, start, end)) return false;
  if (keyClass.kind === passwordKey) return true;
  if (keyClass.kind === recoveryKey && phraseEnd(text, start, start) > start) return true;
  for (let from = start; from < end;) {
    const to = wordEndAt(text, from, end);
    if (isSecretLike(text, from, to)) return true;
    from = to + 1;
  }
  return false;
}

function wordEndAt(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && !isBlank(codeAt(text, i))) i++;
  return i;
}
