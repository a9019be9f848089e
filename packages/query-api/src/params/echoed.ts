import { looksLikeKey } from "../model/key-form.ts";

/** Longest piece of a request that is repeated in an answer. */
const MAX_ECHO = 60;

/**
 * What the caller sent, for an error text. Long values and anything that looks like one of our keys are described, not
 * repeated: answers end up in logs and tickets.
 */
export function echoed(value: string): string {
  if (value.length > MAX_ECHO || looksLikeKey(value)) return `a text of ${value.length} characters`;
  return JSON.stringify(value.toWellFormed());
}
