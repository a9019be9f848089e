const STROKES: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ß: "ss", ı: "i", æ: "ae" };

/** Lower case, without accents: `Sécurité` and `SECURITE` are one word. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (/^[a-z]*$/u.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[øłđßıæ]/gu, (letter) => STROKES[letter] ?? letter)
    .normalize("NFC");
}
