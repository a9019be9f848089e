import type { PatternData, SensitiveName } from "@jobscope/sanitizer";

import { oneOf, quoted } from "./value-pattern.ts";

/** Between two words of a key, if anything: `api-key`, `apiKey`, `api key`. */
const BETWEEN = String.raw`[\W_]*`;
const MOST_TAILS = 2;
/** A word begins: at the start, behind a sign or digit. */
const WORD_START = "(?:^|[^A-Za-z])";

/**
 * The names as one alternation. `tokens` are counted more often than told: where the plural is a name of its own, the
 * singular does not stand for it.
 */
function namesRegex(names: readonly SensitiveName[], all: ReadonlySet<string>): string {
  return oneOf(names.map((name) => name.words.map(quoted).join(BETWEEN) + pluralOf(name, all)));
}

function pluralOf({ words }: SensitiveName, all: ReadonlySet<string>): string {
  return all.has(`${words.join(" ")}s`) || words.join("").endsWith("s") ? "" : "s?";
}

/** Names whose first word begins by its capital, as in `userApiKey`. */
function capitalised(names: readonly SensitiveName[], all: ReadonlySet<string>): string {
  const byFirst = Map.groupBy(names, ({ words }) => words[0] ?? "");
  const forms = [...byFirst].map(([first, group]) => {
    const rests = group.map(
      (name) =>
        name.words
          .slice(1)
          .map((word) => BETWEEN + quoted(word))
          .join("") + pluralOf(name, all),
    );
    const capital = quoted(first.charAt(0).toUpperCase() + first.slice(1));
    return `(?:${capital}|${quoted(first.toUpperCase())})(?i:${oneOf(rests)})`;
  });
  return oneOf(forms);
}

const STEM_LENGTH = 4;

/** Beginnings of words, one of which is in every key or text that holds one of the names. */
export function nameHint(names: readonly SensitiveName[]): string {
  const stems = names.map(({ words }) => words.toSorted((a, b) => b.length - a.length)[0]?.slice(0, STEM_LENGTH) ?? "");
  return `(?i)${oneOf(stems.map(quoted))}`;
}

const tailsOf = ({ tails }: PatternData): string => `(?:[^A-Za-z]*(?i:${oneOf(tails.map(quoted))})){0,${MOST_TAILS}}`;

/** A key whose last words are one of these names, in any case style. */
export function keyRegex(data: PatternData, names: readonly SensitiveName[]): string {
  const all = allNames(data);
  const glued = names.filter((name) => name.glued);
  const single = names.filter((name) => !name.glued);
  const forms = [
    ...(glued.length > 0 ? [`(?i:${namesRegex(glued, all)})`] : []),
    ...(single.length > 0 ? [`${WORD_START}(?i:${namesRegex(single, all)})`] : []),
    ...(single.length > 0 ? [`[a-z0-9]${capitalised(single, all)}`] : []),
  ];
  const tails = names.every(({ weak }) => weak) ? "" : tailsOf(data);
  return `(?:${forms.join("|")})${tails}[^A-Za-z]*$`;
}

const allNames = (data: PatternData): ReadonlySet<string> => new Set(data.names.map(({ words }) => words.join(" ")));

/** Keys that hold a name and mean something else: `hasPassword`, `next_page_token`, `public.api_key`. */
export function otherMeaningRegex(data: PatternData): string {
  const short = data.names
    .filter(({ weak, words: { length } }) => !weak && length === 1)
    .map(({ words }) => quoted(words[0] ?? ""));
  const names = `(?i:${oneOf(short)})s?${tailsOf(data)}[^A-Za-z]*$`;
  const before = (list: readonly string[]): string => {
    const lower = oneOf(list.map(quoted));
    const capitals = oneOf(list.map((word) => quoted(word.charAt(0).toUpperCase() + word.slice(1))));
    return `(?:${WORD_START}(?i:${lower})|[a-z0-9]${capitals})`;
  };
  const pairs = data.meansElseBehind.map(
    ([name, list]) => `${before(list)}${BETWEEN}(?i:${name.split(" ").map(quoted).join(BETWEEN)})[^A-Za-z]*$`,
  );
  const first = `^(?i:${oneOf(data.negators.map(quoted))})(?:[^A-Za-z]|[A-Z]).*`;
  return `(?:${[`${before(data.negators)}${BETWEEN}${names}`, `${first}${names}`, ...pairs].join("|")})`;
}

/** The names by which a value is found behind `name=` in a text. */
export function textNamesRegex(data: PatternData): string {
  const all = allNames(data);
  const names = data.names.filter(({ weak, inText }) => inText && !weak);
  const glued = namesRegex(
    names.filter((name) => name.glued),
    all,
  );
  const single = namesRegex(
    names.filter((name) => !name.glued),
    all,
  );
  // The start of a name may be a capital inside a word, too; texts are searched without regard to case.
  return String.raw`(?i:${glued}|(?:^|[^A-Za-z])${single})(?:[_.-]?(?i:${oneOf(data.tails.map(quoted))})\b){0,${MOST_TAILS}}`;
}

/** Keys of the policy (`customer*`), in any case style. */
export function policyKeyRegex(matches: readonly string[]): string {
  const sign = BETWEEN;
  const forms = matches.map((match) => {
    const plain = match
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}*]/gu, "");
    return Array.from(plain, (letter) => (letter === "*" ? ".*" : quoted(letter))).join(sign);
  });
  return `(?i)^${sign}${oneOf(forms)}${sign}$`;
}
