import { z } from "zod";

import { echoed } from "./echoed.ts";

const MAX_LENGTH = 500;
/** What a word is made of: punctuation and emoji are in no index. */
/** Nearly the same without classes of Unicode, which many readers of OpenAPI do not know. */
const PORTABLE_WORD = String.raw`[0-9A-Za-z]|[^\x00-\x7f]`;
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u;

/** A text with at least one word in it. */
export function words(): z.ZodPipe<z.ZodString, z.ZodTransform<string, string>> {
  return z
    .string()
    .transform((given, context): string => {
      if (given.length <= MAX_LENGTH && HAS_WORD.test(given)) return given;
      const why = given.length > MAX_LENGTH ? "is too long" : "holds no word";
      const fix = `Send words of letters or digits, at most ${MAX_LENGTH} characters.`;
      context.addIssue({ code: "custom", message: `${echoed(given)} ${why}.`, params: { fix } });
      return z.NEVER;
    })
    .meta({ override: { minLength: 1, maxLength: MAX_LENGTH, pattern: PORTABLE_WORD } });
}
