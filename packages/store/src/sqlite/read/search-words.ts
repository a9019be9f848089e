/** Words that are searched for at most: more say nothing more about a log line. */
const MAX_WORDS = 20;
const MAX_TEXT = 2_000;

/** What the tokenizer `unicode61` takes for parts of words: letters, numbers, private use, and the marks on them. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/**
 * A full-text expression that finds records with all of these words, the last one as a beginning; undefined where the text
 * holds no word. Each word stands in quotes and is made of letters and digits alone: nothing in the text can be an operator.
 */
export function searchExpression(text: string): string | undefined {
  const words = text.slice(0, MAX_TEXT).toWellFormed().match(WORD)?.slice(0, MAX_WORDS);
  return words && `${words.map((word) => `"${word}"`).join(" AND ")} *`;
}
