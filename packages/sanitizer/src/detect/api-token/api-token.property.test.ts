import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { CHARACTER_RANGES } from "../value/alphabet.ts";
import { apiTokenDetector } from "./api-token.ts";
import { tokenFamilies } from "./families.ts";
import type { Family } from "./family.ts";
import type { Segment } from "./segment.ts";

const find = finder([apiTokenDetector]);

/** The characters of an alphabet; those that end a sentence are no part of what is drawn. */
function charactersOf(alphabet: number): readonly string[] {
  const ranges = CHARACTER_RANGES.filter(([bit, from]) => (alphabet & bit) !== 0 && !"=.-+/_".includes(from));
  return ranges.flatMap(([, from, to]) =>
    Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, i) =>
      String.fromCharCode(from.charCodeAt(0) + i),
    ),
  );
}

function textOf(segment: Segment): fc.Arbitrary<string> {
  if (typeof segment === "string") return fc.constant(segment);
  return fc.string({
    unit: fc.constantFrom(...charactersOf(segment.of)),
    minLength: segment.min,
    maxLength: Math.min(segment.max, segment.min + 20),
    size: "max",
  });
}

/** Random enough for every family: no character stands for a fifth of all, and all sorts are there. */
function isEven(body: string): boolean {
  const counts = new Map<string, number>();
  for (const character of body) counts.set(character, (counts.get(character) ?? 0) + 1);
  return Math.max(...counts.values()) * 5 < body.length && counts.size >= 8;
}

const isMixed = (body: string, { randomness }: Family): boolean =>
  /\d/u.test(body) && /[a-z]/iu.test(body) && (randomness < 2 || (/[a-z]/u.test(body) && /[A-Z]/u.test(body)));

const anyFamily = fc.constantFrom(...tokenFamilies);

const token = anyFamily.chain((family) =>
  fc
    .tuple(...family.body.map(textOf))
    .map((parts) => parts.join(""))
    .filter((body) => isEven(body) && isMixed(body, family))
    .filter((body) => !/xxxx|your|insert|redacted/iu.test(body))
    .map((body) => ({ family, body, whole: family.prefix + body })),
);

const before = fc.constantFrom("", " ", '"', "'", "(", "token=", "token: ", "\n", "\t", "`", ">", "[", ", ");
const after = fc.constantFrom("", " ", '"', "'", ")", ". Next", ", next", "\n", "`", "<", "]", ";", "&x=1", "?");

it("is found whatever the family, and whatever stands about it", () => {
  fc.assert(
    fc.property(token, before, after, ({ family, body, whole }, left, right) => {
      const found = find(left + whole + right);
      expect(found).toHaveLength(1);
      expect(found[0]?.slice(found[0].indexOf("=") + 1)).toBe(family.keepsPrefix ? body : whole);
    }),
    { numRuns: 2_000 },
  );
});

it("is found as the same far behind other text", () => {
  const padding = fc.string({ unit: fc.constantFrom("a", "Z", "7", " ", ".", "\n", "_", "ü"), maxLength: 700 });
  fc.assert(
    fc.property(token, padding, ({ whole }, left) => {
      expect(find(`${left} ${whole}`).at(-1)).toBe(find(whole)[0]);
    }),
  );
});

it("is left where its prefix is part of a word, or lacks its first character", () => {
  const plain = token.filter(
    ({ family, whole }) =>
      family.kind.name !== "api_token.github" && !family.keepsPrefix && find(whole.slice(1)).length === 0,
  );
  fc.assert(
    fc.property(plain, fc.constantFrom("q", "Q"), ({ whole }, letter) => {
      expect(find(letter + whole.slice(1))).toEqual([]);
      expect(find(`q${letter}${letter}${letter}${letter}${letter}${letter}${whole}`)).toEqual([]);
    }),
  );
});

it("is left where every character is the same", () => {
  fc.assert(
    fc.property(anyFamily, fc.constantFrom("x", "0", "A", "*"), (family, character) => {
      const body = family.body.map((part) => (typeof part === "string" ? part : character.repeat(part.min))).join("");
      expect(find(`token ${family.prefix}${body} here`)).toEqual([]);
    }),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.oneof(
    anyFamily.map(({ prefix }) => prefix),
    token.map(({ whole }) => whole),
    fc.constantFrom(
      "a",
      "7",
      "-",
      "_",
      ".",
      "~",
      "!",
      "Q~",
      ":",
      "/",
      "=",
      " ",
      "-us1",
      "%3D",
      "\\n",
      "ü",
      "AAAA",
      "|",
    ),
  );
  fc.assert(
    fc.property(fc.array(atom, { maxLength: 20 }), (atoms) => {
      const text = atoms.join("");
      let from = 0;
      for (const found of find(text)) {
        const value = found.slice(found.indexOf("=") + 1);
        const at = text.indexOf(value, from);
        expect(value.length).toBeGreaterThan(0);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + value.length;
      }
    }),
  );
});
