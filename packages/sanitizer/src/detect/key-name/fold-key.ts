import { LOOKALIKES } from "../decode/lookalikes.ts";

const INVISIBLE = /[\p{Cf}\p{Mn}\u115F\u1160\u3164\uFFA0]/gu;
const FOREIGN = /\P{ASCII}/gu;

/** Whether a key holds anything but ASCII. */
export function isForeign(key: string): boolean {
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) > 127) return true;
  return false;
}

/** Without its disguise: no invisible characters, full-width as plain letters, accents off. */
export const withoutDisguise = (key: string): string => key.normalize("NFKD").replaceAll(INVISIBLE, "");

function latin(letter: string): string {
  const lower = letter.toLowerCase();
  const found = LOOKALIKES.get(lower);
  if (found === undefined) return letter;
  return lower === letter ? found : found.toUpperCase();
}

/** Letters of other scripts as the Latin ones that they look like. */
export const asLatin = (key: string): string => key.replaceAll(FOREIGN, latin);
