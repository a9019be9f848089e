import type { Program } from "./program.ts";
import type { TextScan } from "./text-scan.ts";
import { TRIGRAM } from "./trigram.ts";

/** From this length on the copy into a byte array pays: reading bytes is twice as fast as asking a string. */
const LONG = 512;
const WINDOW = 65_536;
const window: Buffer = Buffer.allocUnsafeSlow(WINDOW);

/** One pass over `text`; what was found stands in `scan`. */
export function scanText(scan: TextScan, program: Program, text: string): void {
  scan.begin(text);
  if (text.length < LONG || Buffer.byteLength(text) !== text.length) scanUnits(scan, program);
  else scanBytes(scan, program);
}

function scanUnits(scan: TextScan, { trigrams, classes }: Program): void {
  const { text } = scan;
  const { length } = text;
  let trigram = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    trigram = ((trigram << 5) | (code & 31)) & TRIGRAM;
    if (((trigrams[trigram] as number) | (classes[code] as number)) === 0) continue;
    const next = scan.candidate(i, code, trigram);
    if (next > i) {
      i = next - 1;
      trigram = 0;
    }
  }
}

/** For ASCII: window by window, with the same indices as the string. */
function scanBytes(scan: TextScan, { trigrams, classes }: Program): void {
  const { text } = scan;
  const { length } = text;
  let trigram = 0;
  let from = 0;
  while (from < length) {
    const to = Math.min(from + WINDOW, length);
    window.write(from === 0 && to === length ? text : text.slice(from, to), 0, "latin1");
    let i = from;
    for (; i < to; i++) {
      const code = window[i - from] as number;
      trigram = ((trigram << 5) | (code & 31)) & TRIGRAM;
      if (((trigrams[trigram] as number) | (classes[code] as number)) === 0) continue;
      const next = scan.candidate(i, code, trigram);
      if (next > i) {
        i = next - 1;
        trigram = 0;
      }
    }
    from = i;
  }
}
