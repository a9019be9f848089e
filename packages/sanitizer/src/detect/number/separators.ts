export const SPACE = 32;
export const HYPHEN = 45;
export const POINT = 46;
export const SLASH = 47;

const NO_BREAK_SPACE = 0xa0;
const NARROW_NO_BREAK_SPACE = 0x202f;

/** The separator that stands for this character between two digits; 0 if it is none. Typographic ones count as plain. */
export function separatorOf(code: number): number {
  if (code < 128) return code === SPACE || code === HYPHEN || code === POINT || code === SLASH ? code : 0;
  if (code === NO_BREAK_SPACE || code === NARROW_NO_BREAK_SPACE) return SPACE;
  if (code < 0x2000 || code > 0x2015) return 0;
  // En quad to hair space, hyphen to horizontal bar; the zero-width characters between them are no separators.
  if (code <= 0x200a) return SPACE;
  return code >= 0x2010 ? HYPHEN : 0;
}
