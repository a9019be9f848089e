import { codeAt, isAlphanumeric } from "../../scan/characters.ts";
import type { Form } from "../join/place.ts";
import type { Claim, Value } from "./claim.ts";
import { isCode } from "./code-like.ts";
import { NO_PASSWORDS, NO_SECRETS } from "./plain-words.ts";

const LONGEST_WORD = 24;
/** Join a key and its value and nothing else. */
const SURE: ReadonlySet<Form> = new Set<Form>(["equals", "arrow", "colon", "flag", "element", "percent", "cell"]);

/** Whether a rule of the policy names the key: it means what it says, whatever the value looks like. */
export const isRuled = ({ keyClass, form }: Claim): boolean => keyClass.kind.action !== undefined && SURE.has(form);

/** Of a ruled key: anything within quotes that is a value at all; without them no code, no word about the value. */
export function isRuledValue(text: string, { start, end, quoted }: Value): boolean {
  const word = end - start <= LONGEST_WORD ? text.slice(start, end).toLowerCase() : "";
  if (quoted) return !NO_PASSWORDS.has(word);
  return holdsAny(text, start, end) && !NO_SECRETS.has(word) && !isCode(text, start, end);
}

/** `{`, `[` open something else. */
function holdsAny(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isAlphanumeric(codeAt(text, i)) || codeAt(text, i) > 127) return true;
  return false;
}
