import { NONE, SIX_BITS } from "./alphabet.ts";

/** Characters from the first to the last of a window. */
export const WINDOW_END = 6;

const CODES = 256;
const SPREAD = 4;

/**
 * Base64 of ASCII cannot hold every character in every place: three of the four characters of a group carry the top bits
 * of a byte, which is 0 or from 32 to 126, or ends a line. By place in the window, modulo four, and by character: in which
 * of the four ways to group the window it may stand there, one bit each. So seven characters of a word, a path or a hash are
 * known for no encoded text after two or three looks.
 */
const WAYS: readonly Uint8Array[] = [0, 1, 2, 3].map(waysAt);
const [AT_0, AT_1, AT_2, AT_3] = WAYS as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

function waysAt(place: number): Uint8Array {
  const ways = new Uint8Array(CODES);
  for (let code = 0; code < CODES; code++) {
    const bits = SIX_BITS[code] as number;
    if (bits === NONE) continue;
    for (let way = 0; way < SPREAD; way++) {
      if (mayStand(bits, (place - way) & 3)) ways[code] = (ways[code] as number) | (1 << way);
    }
  }
  return ways;
}

/** Whether a character of this value may be the given one of its group. */
function mayStand(bits: number, inGroup: number): boolean {
  switch (inGroup) {
    case 0:
      return isTop(bits << 2, 3);
    case 1:
      return isTop((bits & 15) << 4, 15);
    case 2:
      return (bits & 3) < 2;
    default:
      return true;
  }
}

/** Whether a byte with these top bits, whatever the lower ones, may be of a text; zero is half a UTF-16 unit. */
function isTop(byte: number, lower: number): boolean {
  const highest = byte | lower;
  return byte < 127 && (highest >= 32 || byte === 0 || (byte <= 13 && highest >= 9));
}

/** Whether the seven characters from `at` on may be base64 of text. The foreign ones are not told from ASCII. */
export function mayBeText(text: string, at: number): boolean {
  let ways = (AT_2[text.charCodeAt(at + WINDOW_END) & 255] as number) & (AT_1[text.charCodeAt(at + 1) & 255] as number);
  if (ways === 0) return false;
  ways &= (AT_0[text.charCodeAt(at + 4) & 255] as number) & (AT_3[text.charCodeAt(at + 3) & 255] as number);
  if (ways === 0) return false;
  ways &= (AT_1[text.charCodeAt(at + 5) & 255] as number) & (AT_0[text.charCodeAt(at) & 255] as number);
  return (ways & (AT_2[text.charCodeAt(at + 2) & 255] as number)) !== 0;
}
