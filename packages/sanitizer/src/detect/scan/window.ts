const WINDOW = 65_536;
/** Whoever looks ahead within the window finds 0 behind a text's end. */
const ZEROS = 4;
/** From this length on one call that copies is cheaper than asking for each character. */
const LONG = 64;

const buffer = Buffer.allocUnsafeSlow(2 * (WINDOW + ZEROS));
/** A part of the text that is being scanned, as UTF-16 units: an array is read in half the time of a string. */
export const units: Uint16Array = new Uint16Array(buffer.buffer);

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Fills the window with the text from `from` on; the index behind what it holds. */
export function fillWindow(text: string, from: number): number {
  const to = Math.min(from + WINDOW, text.length);
  if (isLittleEndian && to - from >= LONG) {
    buffer.write(from === 0 && to === text.length ? text : text.slice(from, to), 0, "utf16le");
  } else {
    for (let i = from; i < to; i++) units[i - from] = text.charCodeAt(i);
  }
  if (to === text.length) for (let i = to - from; i < to - from + ZEROS; i++) units[i] = 0;
  return to;
}
