import { separatorOf } from "../number/separators.ts";
import { codeAt, isAlphanumeric, isDigit, isUpper } from "../scan/characters.ts";

const GROUP = 4;
/** An account is written in eight groups at most, of which the last four are the card number in question. */
const MOST_GROUPS = 4;

/**
 * Whether the groups before the separator at `end` are the beginning of an account: `DE89 3704 …`. Those of an account with a
 * typing error are no card, though one in ten passes for one.
 */
export function standsInAccount(text: string, end: number): boolean {
  let groupEnd = end;
  for (let group = 0; group < MOST_GROUPS; group++) {
    const start = groupEnd - GROUP;
    if (!isDigit(codeAt(text, groupEnd - 1)) || !isDigit(codeAt(text, groupEnd - 2))) return false;
    if (isUpper(codeAt(text, start + 1)))
      return isUpper(codeAt(text, start)) && !isAlphanumeric(codeAt(text, start - 1));
    if (!isDigit(codeAt(text, start)) || separatorOf(codeAt(text, start - 1)) === 0) return false;
    groupEnd = start - 1;
  }
  return false;
}
