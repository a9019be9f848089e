import { isDigit, isLetter, isUpper } from "../scan/characters.ts";

const BACKSLASH = 92;

const isLower = (code: number): boolean => code >= 97 && code <= 122;

/** Letters of any script count as lower case here: where no case is, no word ends. */
const belongs = (code: number): boolean => isLetter(code) || code > 127;

/**
 * The words of a key, in lower case: `userAPIKey`, `USER_API_KEY`, `user-api.key[0]` are all user, api, key. Digits
 * divide and are left out, but for `2fa`.
 */
export function splitWords(key: string): string[] {
  const words: string[] = [];
  let start = -1;
  const end = (at: number): void => {
    if (start >= 0) words.push(key.slice(start, at).toLowerCase());
    start = -1;
  };
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (!belongs(code)) {
      end(i);
      if (code === BACKSLASH && isEscape(key, i)) i++;
      continue;
    }
    if (start >= 0 && isBoundary(key, i, code)) end(i);
    if (start < 0) start = isTwoFactor(key, i) ? i - 1 : i;
  }
  end(key.length);
  return words;
}

/** `userKey` divides before K, `APIKey` before K: an upper case letter behind a lower one, or in front of one. */
function isBoundary(key: string, i: number, code: number): boolean {
  if (!isUpper(code)) return false;
  const before = key.charCodeAt(i - 1);
  return isLower(before) || (isUpper(before) && isLower(key.charCodeAt(i + 1)));
}

function isTwoFactor(key: string, i: number): boolean {
  const two = i > 0 && key.charCodeAt(i - 1) === 50 && !(i > 1 && isDigit(key.charCodeAt(i - 2)));
  return two && key.slice(i, i + 2).toLowerCase() === "fa" && !isLower(key.charCodeAt(i + 2));
}

function isEscape(key: string, i: number): boolean {
  return "nrtbfv".includes(key.charAt(i + 1)) && isLetter(key.charCodeAt(i + 2));
}
