import { echoed } from "./echoed.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";

const MAX_LENGTH = 500;
/** What a word is made of: punctuation and emoji are in no index. */
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u;
/** Nearly the same without classes of Unicode, which many readers of OpenAPI do not know. */
const PORTABLE_WORD = String.raw`[0-9A-Za-z]|[^\x00-\x7f]`;

/** A text with at least one word in it. */
export function words(): Scalar<string> {
  return scalar(
    (given, refuse) => {
      if (given.length <= MAX_LENGTH && HAS_WORD.test(given)) return given;
      const why = given.length > MAX_LENGTH ? "is too long" : "holds no word";
      return refuse(`${echoed(given)} ${why}.`, `Send words of letters or digits, at most ${MAX_LENGTH} characters.`);
    },
    { override: { minLength: 1, maxLength: MAX_LENGTH, pattern: PORTABLE_WORD } },
  );
}
