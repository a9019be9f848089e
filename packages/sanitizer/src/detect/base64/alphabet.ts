const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const CODES = 256;
/** No character of either alphabet. */
export const NONE = 255;

/** Six bits by character, of the standard and of the URL-safe alphabet; {@link NONE} for all others. */
export const SIX_BITS: Uint8Array = tableOf();

function tableOf(): Uint8Array {
  const table = new Uint8Array(CODES).fill(NONE);
  for (let i = 0; i < STANDARD.length; i++) table[STANDARD.charCodeAt(i)] = i;
  table["-".charCodeAt(0)] = 62;
  table["_".charCodeAt(0)] = 63;
  return table;
}

export const isBase64 = (code: number): boolean => code < CODES && SIX_BITS[code] !== NONE;

const JOINTS: ReadonlySet<number> = new Set(Array.from("/-_+", (c) => c.charCodeAt(0)));

/** What is of an alphabet but may stand between a word and the base64 beside it: `/callback/eyJ1c2VyIjoi…`. */
export const isJoint = (code: number): boolean => JOINTS.has(code);
