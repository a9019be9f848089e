/** What JavaScript's regular expressions can and Go's cannot, or read in another way. */
const JAVASCRIPT_ONLY: readonly RegExp[] = [
  /\(\?<?[=!]/u,
  /\\[1-9]/u,
  /\\k</u,
  /\\u/u,
  /\\c/u,
  /\[\^?\]/u,
  /\\p\{(?:\w+=|Emoji|ID_|Script)/u,
  /\{(?:\d*,)?\d{4,}/u,
];

/** Whether Go reads the pattern, and as JavaScript does; a pattern about which that is not sure does not. */
export const isRe2 = (pattern: string): boolean => JAVASCRIPT_ONLY.every((only) => !only.test(pattern));
