/** Cyrillic and Greek letters that look like Latin ones, in lower case. */
export const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    в: "b",
    с: "c",
    ԁ: "d",
    е: "e",
    һ: "h",
    і: "i",
    ј: "j",
    к: "k",
    ӏ: "l",
    м: "m",
    н: "h",
    о: "o",
    р: "p",
    ԛ: "q",
    ѕ: "s",
    т: "t",
    у: "y",
    ѵ: "v",
    ԝ: "w",
    х: "x",
    ь: "b",
    α: "a",
    β: "b",
    ε: "e",
    ι: "i",
    κ: "k",
    ν: "v",
    ο: "o",
    ρ: "p",
    τ: "t",
    υ: "u",
    χ: "x",
    ϲ: "c",
    ϳ: "j",
    ı: "i",
    ɡ: "g",
    ɑ: "a",
    ʏ: "y",
    ᴏ: "o",
    ꜱ: "s",
  }),
);

const INVISIBLE = /[\p{Cf}\p{Mn}\u115F\u1160\u3164\uFFA0]/gu;
const FOREIGN = /\P{ASCII}/gu;

/** Whether a key holds anything but ASCII. */
export function isForeign(key: string): boolean {
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) > 127) return true;
  return false;
}

/** Without its disguise: no invisible characters, full-width as plain letters, accents off. */
export const unmask = (key: string): string => key.normalize("NFKD").replaceAll(INVISIBLE, "");

function latin(letter: string): string {
  const lower = letter.toLowerCase();
  const found = LOOKALIKES.get(lower);
  if (found === undefined) return letter;
  return lower === letter ? found : found.toUpperCase();
}

/** Letters of other scripts as the Latin ones that they look like. */
export const foldLookalikes = (key: string): string => key.replaceAll(FOREIGN, latin);
