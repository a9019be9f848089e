/** What is looked at of a message: a pattern is full long before, unless the message is one huge value. */
const WINDOW = 16_384;
export const PATTERN_LENGTH = 500;

/** Stands for a number, a UUID, a hash, or any other word that looks like an id. */
const ID = "<*>";

/**
 * What changes from one occurrence of an error to the next. One pass from left to right: each alternative begins with a
 * class that says at once whether it is worth trying, and none can fail after more than its own length, so that a hostile
 * text costs no more than a long one.
 */
const CHANGING = new RegExp(
  [
    // What the sanitizer left in place of a value.
    String.raw`(?<redacted>\[REDACTED[^\]\n]{0,60}\]|\bREDACTED\b(?::REDACTED\b)?|\bhmac:[\w-]{1,32}:[\w-]{22})`,
    // `status code 404`, `exit code 137`: which of a few kinds of error it is, no id.
    String.raw`(?<kept>\b(?:status(?:[ _]code)?|code|HTTP|SQLSTATE)[ :=]{1,2}\d{1,3}\b)`,
    String.raw`(?<string>"[^"\n]*"|\x60[^\x60\n]*\x60|(?<!\w)'[^'\n]*'(?!\w))`,
    String.raw`(?<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})`,
    String.raw`(?<time>(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)|(?<![\d:])\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?![\d:]))`,
    String.raw`(?<ip>(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)|(?<![\w:])(?=[\da-fA-F:]{0,12}:)(?:[\da-fA-F]{0,4}:){3,7}[\da-fA-F]{1,4}(?![\w:]))`,
    String.raw`(?<uuid>\b[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}\b)`,
    String.raw`(?<number>(?<![\w.])[+-]?\d+(?:[.,]\d+)*(?![\w]))`,
    String.raw`(?<word>[\p{L}\p{N}]+)`,
  ].join("|"),
  "gu",
);

/** Neighbours that are both changing say no more than one: `[1, 2, 3]` and `[1, 2]` are the same. */
const NEIGHBOURS = /<\*>(?:[-.,:;/_ ]{1,2}<\*>)+/g;
// oxlint-disable-next-line no-control-regex -- A NUL in a message is a blank like others.
const BLANKS = /[\s\u0000]+/g;

const HAS_DIGIT = /\p{N}/u;
const HEXADECIMAL = /^(?:0x)?[\da-f]+$/i;
/** A letter after a digit or the other way round. */
const TURNS = /(?<=\p{N})\p{L}|(?<=\p{L})\p{N}/gu;

/** `9s6XKzkNRiz8` and `3fa9c04e` are ids; `order17` is a word with a number; `ENOENT` and `Zahlung` are words. */
function maskWord(word: string): string {
  if (!HAS_DIGIT.test(word)) return word.length >= 16 && HEXADECIMAL.test(word) ? ID : word;
  if (word.length >= 6 && HEXADECIMAL.test(word)) return ID;
  const turns = word.match(TURNS)?.length ?? 0;
  return word.length >= 5 && turns >= 2 ? ID : word.replaceAll(/\p{N}+/gu, ID);
}

type Kind = "redacted" | "kept" | "string" | "email" | "time" | "ip" | "uuid" | "number" | "word";
type Groups = Readonly<Partial<Record<Kind, string>>>;

function mask(text: string, groups: Groups): string {
  if (groups.word !== undefined) return maskWord(text);
  if (groups.kept !== undefined) return text;
  if (groups.uuid !== undefined || groups.number !== undefined) return ID;
  if (groups.string !== undefined) return "<str>";
  if (groups.email !== undefined) return "<email>";
  if (groups.time !== undefined) return "<time>";
  return groups.ip === undefined ? "<redacted>" : "<ip>";
}

/** A message without what changes between occurrences of one error, at most {@link PATTERN_LENGTH} UTF-16 units. */
export function messagePattern(message: string): string {
  const masked = message.slice(0, WINDOW).replaceAll(CHANGING, (...match: unknown[]) => {
    const [text, groups] = [String(match[0]), match.at(-1) as Groups];
    return mask(text, groups);
  });
  const plain = masked.replaceAll(BLANKS, " ").replaceAll(NEIGHBOURS, ID).trim();
  return plain.slice(0, PATTERN_LENGTH).toWellFormed();
}
