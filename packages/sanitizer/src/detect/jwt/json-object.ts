import { SIX_BITS } from "../base64/alphabet.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";

/** Characters that are decoded to see how an object begins. */
const OPENING = 12;
/** No header is longer, not even one that carries a chain of certificates. */
const LONGEST_HEADER = 24_576;
const QUOTE = 34;
const COLON = 58;
const BRACE = 123;
const SPACE = 32;

/**
 * Whether the base64 `[start, end)` decodes to `{`, perhaps blanks, and a name in quotes, as far as the first characters show.
 * Decoded by hand: this is asked of every candidate.
 */
export function opensJsonObject(text: string, start: number, end: number): boolean {
  const limit = Math.min(end, start + OPENING);
  let bits = 0;
  let held = 0;
  let expected = BRACE;
  for (let i = start; i < limit; i++) {
    bits = ((bits << 6) | (SIX_BITS[codeAt(text, i)] as number)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    expected = expectedBehind((bits >> held) & 255, expected);
    if (expected === NOTHING || expected === ANYTHING) return expected === ANYTHING;
  }
  return expected === COLON;
}

const NOTHING = 0;
const ANYTHING = 1;

/** One step through `{ "name"`. */
function expectedBehind(code: number, expected: number): number {
  switch (expected) {
    case BRACE:
      return code === BRACE ? QUOTE : NOTHING;
    case QUOTE:
      if (code === QUOTE) return COLON;
      return code === SPACE || code === 9 || code === 10 || code === 13 ? QUOTE : NOTHING;
    default:
      if (code === QUOTE) return ANYTHING;
      return isNamePart(code) ? COLON : NOTHING;
  }
}

/** Of the names that headers and payloads have: `alg`, `x5t#S256`, `https://example.com/role`. */
const isNamePart = (code: number): boolean => isAlphanumeric(code) || "_-#:/.@".includes(String.fromCharCode(code));

/**
 * What the object is: `jose` names an algorithm, a type or an encryption, `json` is whole but anything, `none` cannot be
 * read.
 */
export type ObjectKind = "jose" | "json" | "none";

export interface DecodedHeader {
  readonly kind: ObjectKind;
  /** The token is encrypted: five parts. */
  readonly encrypted: boolean;
}

export function decodeHeader(text: string, start: number, end: number): DecodedHeader {
  const json = Buffer.from(text.slice(start, Math.min(end, start + LONGEST_HEADER)), "base64url").toString("latin1");
  const encrypted = json.includes('"enc"');
  if (encrypted || json.includes('"alg"')) return { kind: "jose", encrypted };
  return { kind: json.trimEnd().endsWith("}") ? "json" : "none", encrypted };
}
