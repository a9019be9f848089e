import { createSanitizer } from "../../src/index.ts";
import type { Judged } from "./score-corpus.ts";

/** The sanitizer as it is without a policy of one's own. */
export function defaultSanitizer(): Judged {
  const sanitizer = createSanitizer();
  return {
    text: (value) => sanitizer.text(value).text,
    sanitize: (value) => sanitizer.sanitize(value).value,
  };
}
