import { codeAt, isHex } from "../scan/characters.ts";
import type { Run } from "../value/alphabet.ts";
import { alphabets, endOfRun } from "../value/alphabet.ts";
import { MIXED, looksRandom } from "../value/randomness.ts";
import { decodeHeader } from "./json-object.ts";
import type { Part } from "./parts.ts";
import { endOfPart, skipPadding } from "./parts.ts";

const COLON = 58;
const HYPHEN = 45;
const SHORTEST_SIGNATURE = 20;
const LONGEST_TIMESTAMP = 12;
const SHORTEST_TIMESTAMP = 5;
const TIMESTAMP: Run = { of: alphabets.alnum, max: LONGEST_TIMESTAMP + 1 };
const DIGESTS: ReadonlySet<number> = new Set([40, 64]);

/**
 * Behind a signed JSON value whose first part is `value`; 0 if it is none. itsdangerous: `value.time.signature`,
 * `value.signature`; Django: `value:time:signature`; Rails: `value--digest`.
 */
export function signedEnd(text: string, value: Part, parts: readonly Part[]): number {
  const [first, second] = parts;
  if (second !== undefined && isSignature(text, second)) return second.end;
  if (first !== undefined && isSignature(text, first)) return first.end;
  return codeAt(text, value.end) === COLON ? djangoEnd(text, value) : railsEnd(text, value);
}

const isSignature = (text: string, { start, end }: Part): boolean =>
  end - start >= SHORTEST_SIGNATURE && looksRandom(text.slice(start, end), MIXED);

function djangoEnd(text: string, { start, end }: Part): number {
  const time = endOfRun(text, end + 1, TIMESTAMP);
  const length = time - end - 1;
  if (length < SHORTEST_TIMESTAMP || length > LONGEST_TIMESTAMP || codeAt(text, time) !== COLON) return 0;
  const signature = { start: time + 1, end: endOfPart(text, time + 1) };
  if (!isSignature(text, signature) || decodeHeader(text, start, end).kind === "none") return 0;
  return signature.end;
}

/** The hyphens and the digest are base64url themselves; they end the run, or stand behind its padding. */
function railsEnd(text: string, { start, end }: Part): number {
  const padded = skipPadding(text, end);
  const last = padded === end ? end : endOfPart(text, padded);
  let digest = last;
  while (digest > start && last - digest < 65 && isHex(codeAt(text, digest - 1))) digest--;
  if (!DIGESTS.has(last - digest) || codeAt(text, digest - 1) !== HYPHEN) return 0;
  return codeAt(text, digest - 2) === HYPHEN ? last : 0;
}
