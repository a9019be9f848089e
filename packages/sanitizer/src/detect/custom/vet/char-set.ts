/** UTF-16 units, as ascending ranges that do not touch: first and last in turn. */
export type CharSet = readonly number[];

const LAST = 0xff_ff;

export const NOTHING: CharSet = [];

export const setOf = (characters: string): CharSet =>
  union(
    ...Array.from({ length: characters.length }, (_, i) => range(characters.charCodeAt(i), characters.charCodeAt(i))),
  );

export const range = (first: number, last: number): CharSet => [first, last];

export function union(...sets: readonly CharSet[]): CharSet {
  const pairs = sets.flatMap((set) => Array.from({ length: set.length / 2 }, (_, i) => set.slice(2 * i, 2 * i + 2)));
  const joined: number[] = [];
  for (const [first = 0, last = 0] of pairs.toSorted(([a = 0], [b = 0]) => a - b)) {
    const end = joined.at(-1);
    if (end === undefined || first > end + 1) joined.push(first, last);
    else joined[joined.length - 1] = Math.max(end, last);
  }
  return joined;
}

export function complement(set: CharSet): CharSet {
  const outside: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    const first = set[i] ?? 0;
    if (first > next) outside.push(next, first - 1);
    next = (set[i + 1] ?? 0) + 1;
  }
  return next > LAST ? outside : [...outside, next, LAST];
}

export function overlap(first: CharSet, second: CharSet): boolean {
  let i = 0;
  let j = 0;
  while (i < first.length && j < second.length) {
    const [from = 0, to = 0] = first.slice(i, i + 2);
    const [otherFrom = 0, otherTo = 0] = second.slice(j, j + 2);
    if (from <= otherTo && otherFrom <= to) return true;
    if (to < otherTo) i += 2;
    else j += 2;
  }
  return false;
}

/** The one character of the set, or undefined. */
export const onlyOne = (set: CharSet): string | undefined =>
  set.length === 2 && set[0] === set[1] ? String.fromCharCode(set[0] ?? 0) : undefined;

const DIGIT: CharSet = range(48, 57);
const WORD: CharSet = union(DIGIT, range(65, 90), range(97, 122), setOf("_"));
const SPACE: CharSet = union(
  range(9, 13),
  setOf(" \u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF"),
  range(0x20_00, 0x20_0a),
);

/** `\d`, `\W` and so on. */
export const ESCAPED_SETS: ReadonlyMap<string, CharSet> = new Map([
  ["d", DIGIT],
  ["D", complement(DIGIT)],
  ["w", WORD],
  ["W", complement(WORD)],
  ["s", SPACE],
  ["S", complement(SPACE)],
]);

/** `.`: anything but the end of a line. */
export const NOT_LINE_END: CharSet = complement(setOf("\n\r\u2028\u2029"));
