import { codeAt, isLetter } from "../../scan/characters.ts";
import { isBlank, skipBlanks } from "../signs.ts";

const SCHEMES: ReadonlySet<string> = new Set(["bearer", "basic", "token", "digest", "apikey", "negotiate", "jwt"]);
const LONGEST = 9;

/** Behind the scheme in front of a credential (`Bearer …`): it tells nothing; `start` if there is none. */
export function schemeEnd(text: string, start: number): number {
  let i = start;
  while (i - start <= LONGEST && isLetter(codeAt(text, i))) i++;
  if (i === start || i - start > LONGEST || !isBlank(codeAt(text, i))) return start;
  return SCHEMES.has(text.slice(start, i).toLowerCase()) ? skipBlanks(text, i) : start;
}
