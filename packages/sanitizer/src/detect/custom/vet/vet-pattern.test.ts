import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { countSteps } from "../../../../test/backtrack.ts";
import { readPattern } from "./read-pattern.ts";
import { vetPattern } from "./vet-pattern.ts";

describe("patterns that can be used", () => {
  it.each([
    ["acme_", "acme_[A-Za-z0-9]{32}"],
    ["acme_", "acme_(?:live|test)_[0-9a-f]{16,64}"],
    ["acme_", "\\bacme_\\w+\\b"],
    ["EMP-", "EMP-\\d{4,6}(?:-[A-Z]{2})?"],
    ["@corp.example", "[\\w.+-]+@corp\\.example"],
    ["ref=", "(?<=[?&])ref=[^&\\s]+"],
    ["key", "(?:api)?key(?:s|ring)?:[ \\t]*\\w+"],
    ["xyz", "(?:[a-w]+-)*xyz"],
    ["a.b", "a\\.b[\\x41-\\u005a]+"],
    ["aaa", "a{3}b"],
    ["aab", "a+ab"],
    ["[x]", "\\[x\\]"],
    ["abc", "(?:xabc|yabcz)(?!\\d)"],
    ["abc", "(?<name>abc)*?abc"],
    ["cat", "(?:cat|cats)x"],
    ["-id", "[a-z-]+-id"],
    ["IP ", "IP \\d{1,3}(?:\\.\\d{1,3}){3}"],
    ["Ä-ä", "Ä-ä\\d"],
  ])("%s: %s", (anchor, pattern) => {
    expect(vetPattern(pattern, anchor)).toBeUndefined();
  });
});

describe("patterns that cannot, and why", () => {
  const SUPERLINEAR = "time";
  it.each([
    ["(a+)+", "abc", SUPERLINEAR],
    ["(?:a*)*abc", "abc", SUPERLINEAR],
    ["(?:a|a)*abc", "abc", SUPERLINEAR],
    ["(?:a|ab)*abc", "abc", SUPERLINEAR],
    ["(?:\\w+\\s?)*abc", "abc", SUPERLINEAR],
    ["(?:abc|\\b)*", "abc", SUPERLINEAR],
    ["abc\\d+\\d+x", "abc", SUPERLINEAR],
    ["abc.*.*x", "abc", SUPERLINEAR],
    ["abc\\w+_\\w+x", "abc", SUPERLINEAR],
    ["abc\\d+\\.?\\d+x", "abc", SUPERLINEAR],
    ["[a-c]+abc[a-c]*", "abc", SUPERLINEAR],
    ["(?:a?){30}a{30}abc", "abc", SUPERLINEAR],
    ["a?a?a?a?abc", "abc", SUPERLINEAR],
    ["(?:(?:a|b)+(?:b|c)+)+abc", "abc", SUPERLINEAR],
    ["[a-c]+aaaaaaaaaaaaaaaaaabc", "abc", SUPERLINEAR],
    ["(?:a+b?){2,9}abc", "abc", SUPERLINEAR],
    ["(abc)\\1", "abc", SUPERLINEAR],
    ["(?<n>abc)\\k<n>", "abc", SUPERLINEAR],
    ["(?<=x+)abc", "abc", SUPERLINEAR],
    ["abc(?!\\d*x)", "abc", SUPERLINEAR],
    ["abc(?=(?:a|a)(?:a|a)(?:a|a))", "abc", SUPERLINEAR],
    ["abc(?:a{100}){100}", "abc", "4096"],
    ["abc{9999}", "abc", "4096"],
    ["abc{3,2}", "abc", "range"],
    ["^abc", "abc", "\\b"],
    ["abc$", "abc", "\\b"],
    ["abc\\p{L}", "abc", "flags"],
    ["abc\\u{61}", "abc", "digits"],
    ["abc\\x6", "abc", "digits"],
    ["abc\\", "abc", "flags"],
    ["abc[", "abc", "no end"],
    ["abc[]", "abc", "class"],
    ["abc[z-a]", "abc", "range"],
    ["abc[\\w-z]", "abc", "range"],
    ["abc(", "abc", "no end"],
    ["abc)", "abc", "\\)"],
    ["(?i:abc)", "abc", "group"],
    ["*abc", "abc", "repeat"],
    ["abc++", "abc", "repeat"],
    ["abc{x}", "abc", "\\{"],
    ["abc}", "abc", "\\}"],
    ["(?<n>abc)(?<n>x)", "abc", "regular expression"],
    ["abcd?", "abcd", "without the anchor"],
    ["ab?c", "abc", "without the anchor"],
    ["abc|abd", "abc", "without the anchor"],
    ["(?:abc)*x", "abc", "without the anchor"],
    ["a[b]x", "abx", undefined],
    ["abx*c", "abc", "without the anchor"],
    ["ab(?=c)", "abc", "without the anchor"],
    ["[Aa]bc", "abc", "without the anchor"],
    ["", "abc", "without the anchor"],
  ])("%s", (pattern, anchor, why) => {
    const problem = vetPattern(pattern, anchor);
    if (why === undefined) expect(problem).toBeUndefined();
    else expect(problem).toContain(why);
  });

  it("names none of it twice: every refusal says what to do", () => {
    for (const pattern of ["(a+)+", "abc.*.*x", "abc(", "ab?c", "^abc"]) {
      expect(vetPattern(pattern, "abc")).toMatch(/\. [A-Z][^.]+.*\.$/u);
    }
  });
});

/** Patterns over two or three characters: as ambiguous as can be. */
const { node: anyPattern } = fc.letrec<{ node: string; atom: string; item: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("a", "b", "c", "[ab]", "[bc]", "[^c]", ".", "aab", "\\b"),
    tie("node").map((inside) => `(?:${inside})`),
  ),
  item: fc
    .tuple(tie("atom"), fc.constantFrom("", "", "", "*", "+", "?", "*?", "{2}", "{1,3}", "{2,}", "{0,9}"))
    .map(([atom, times]) => (atom === "\\b" ? atom : atom === "aab" ? `(?:${atom})${times}` : atom + times)),
  node: fc.oneof(
    { maxDepth: 4 },
    fc.array(tie("item"), { minLength: 1, maxLength: 4 }).map((items) => items.join("")),
    fc.array(tie("item"), { minLength: 2, maxLength: 3 }).map((items) => items.join("|")),
  ),
}));

describe("what a try costs", () => {
  const texts = ["a", "b", "c", "ab", "aab", "abc", "aabb", "ba"];
  const longTexts = (length: number): string[] => texts.map((unit) => unit.repeat(length / unit.length));

  it("grows with the text as a line does, for every pattern that is accepted", () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyPattern, (source) => {
        const pattern = `${source}xyz`;
        if (vetPattern(pattern, "xyz") !== undefined) return;
        accepted++;
        const node = readPattern(pattern);
        for (const text of longTexts(240)) {
          expect(countSteps(node, text), `${pattern} at ${text.slice(0, 8)}`).toBeLessThan(240 * 100);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it("as the count tells: it sees what is quadratic and what is exponential", () => {
    expect(countSteps(readPattern("a*a*x"), "a".repeat(240))).toBeGreaterThan(240 * 100);
    expect(countSteps(readPattern("(?:aa|aa)*x"), "a".repeat(240))).toBeGreaterThan(1_000_000);
  });
});
