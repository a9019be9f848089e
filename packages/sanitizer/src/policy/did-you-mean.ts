/** More letters than these are another word. */
const FARTHEST = 3;
const LONGEST = 64;

/** The allowed word that differs least, as a sentence to append; empty where none is near. */
export function didYouMean(given: string, allowed: readonly string[]): string {
  if (given.length > LONGEST) return "";
  const near = allowed
    .map((word) => ({ word, distance: distance(fold(given), fold(word)) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  const limit = Math.min(FARTHEST, Math.ceil(given.length / 3));
  return near !== undefined && near.distance <= limit ? ` Did you mean "${near.word}"?` : "";
}

const fold = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/gu, "");

/** Levenshtein: letters to insert, delete or replace. */
function distance(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, i) => i);
  for (let i = 1; i <= first.length; i++) {
    const next = [i];
    for (let j = 1; j <= second.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (first[i - 1] === second[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[second.length] ?? 0;
}
