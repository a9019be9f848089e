import { cleanText } from "./outgoing.ts";

/** Longest string that leaves the process by default, in UTF-16 units. */
export const MAX_TEXT = 4096;
/** Longest stack trace. */
export const MAX_STACK = 16_384;

const MARK = "…";
/** Beyond the cut, so that a secret which begins before it is seen whole: the longest are private keys. */
const LOOK_AHEAD = 32_768;

/**
 * Well-formed and at most `max` long; a cut falls between code points and is marked. What is to be cut is sanitized
 * first: nobody finds half a secret later.
 */
export function text(value: string, max: number = MAX_TEXT): string {
  if (value.length <= max) return value.isWellFormed() ? value : value.toWellFormed();
  const clean = cleanBeforeCut(value, max);
  // What was too long was the secret: nothing is cut off any more.
  if (clean.length <= max) return clean.toWellFormed();
  let end = max - MARK.length;
  const last = clean.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  return clean.slice(0, end).toWellFormed() + MARK;
}

function cleanBeforeCut(value: string, max: number): string {
  if (value.length <= max + LOOK_AHEAD) return cleanText(value);
  const clean = cleanText(value.slice(0, max + LOOK_AHEAD));
  // Masks are shorter than what they hide: here the ragged end of the piece would come before the cut.
  return clean.length < max + LOOK_AHEAD / 2 ? cleanText(value) : clean;
}
