import { OtlpDecodeError } from "../model/decode-error.ts";
import type { DecodeLimits } from "../model/decode-limits.ts";

/** Below this a hostile body cannot take more than some tens of megabytes in `JSON.parse`. */
const unguardedBytes = 256 * 1024;

/** An OTLP value costs up to four structural characters. */
const tokensPerValue = 4;

/** Far beyond any real body, and still only some megabytes of `JSON.parse`'s own stack. */
const maxLevels = 100_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/**
 * `JSON.parse` has no limits, and an object or a level of nesting takes some fifty times its bytes: 64 MiB of `[` or of `{},` would
 * take the process down. Large bodies are counted first.
 */
export function guardJson(body: Uint8Array, limits: DecodeLimits): void {
  if (body.length < unguardedBytes) return;
  const maxTokens = limits.maxValues * tokensPerValue;
  let tokens = 0;
  let level = 0;
  for (let at = 0; at < body.length; at++) {
    const char = body[at] ?? 0;
    if (char === quote) at = endOfString(body, at + 1);
    else if (char === comma) tokens++;
    else {
      const step = nesting(char);
      level += step;
      if (step > 0) tokens++;
      if (level > maxLevels) throw tooDeep(at);
    }
  }
  if (tokens > maxTokens) {
    throw new OtlpDecodeError("too_large", `The JSON body has more than ${maxTokens} elements. Send smaller batches.`);
  }
}

/** `[` 5b and `{` 7b open, `]` 5d and `}` 7d close. */
function nesting(char: number): -1 | 0 | 1 {
  const folded = char | 0x20;
  if (folded === 0x7b) return 1;
  return folded === 0x7d ? -1 : 0;
}

function endOfString(body: Uint8Array, start: number): number {
  let at = start;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return at;
}

function tooDeep(at: number): OtlpDecodeError {
  return new OtlpDecodeError("malformed", `The JSON body is nested deeper than ${maxLevels} levels, at byte ${at}.`);
}
