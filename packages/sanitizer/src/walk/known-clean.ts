const SLOTS = 2_048;
/** Values that come again are short: names, states, paths. Longer ones would only be held in memory. */
const LONGEST = 128;

/**
 * Remembers some of the texts in which nothing was found, and none in which something was: most values of attributes come
 * again with every run. One slot per text, so that a look costs a few nanoseconds, found or not.
 */
export class KnownClean {
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => "");

  has(text: string): boolean {
    return text.length <= LONGEST && this.#texts[slotOf(text)] === text;
  }

  add(text: string): void {
    if (text.length <= LONGEST) this.#texts[slotOf(text)] = text;
  }
}

function slotOf(text: string): number {
  const { length } = text;
  const ends = text.charCodeAt(0) * 31 + text.charCodeAt(length - 1);
  return (Math.imul(ends, 131) + text.charCodeAt(length >> 1) * 17 + length * 7) & (SLOTS - 1);
}
