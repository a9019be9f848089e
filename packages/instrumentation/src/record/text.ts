/** Longest string that leaves the process by default, in UTF-16 units. */
export const MAX_TEXT = 4096;
/** Longest stack trace. */
export const MAX_STACK = 16_384;

const MARK = "…";

/** Well-formed and at most `max` long; a cut falls between code points and is marked. */
export function text(value: string, max: number = MAX_TEXT): string {
  if (value.length <= max) return value.isWellFormed() ? value : value.toWellFormed();
  let end = max - MARK.length;
  const last = value.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  return value.slice(0, end).toWellFormed() + MARK;
}
