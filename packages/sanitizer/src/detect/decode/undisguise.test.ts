import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { undisguise } from "./disguised-kind.ts";

describe("one layer taken off", () => {
  it.each([
    ["%41%C3%A9%E2%82%AC%F0%9F%98%80%u0042", "Aé€😀B"],
    // No UTF-8, too long a form of it, cut off.
    ["%FC%C0%80%C3%41%E2%82 %4 %zz %", "%FC%C0%80%C3A%E2%82 %4 %zz %"],
    ["%2541", "%41"],
    ["&#64;&#x40;&#X0040;&#64 &commat;&amp;amp;&nbsp;&quot;", '@@@@ @&amp; "'],
    ["&#0; &#; &#x; &#1114112; &copy; &unknown; &amp &", "&#0; &#; &#x; &#1114112; &copy; &unknown; &amp &"],
    [String.raw`\u0041\x42\u{43}\U00000044\"\'\\\/\n\t\r`, "ABCD\"'\\/\n\t\r"],
    [String.raw`\u004 \xg1 \u{} \u{1234567} \d\s\.\-\q`, String.raw`\u004 \xg1 \u{} \u{1234567} \d\s\.\-\q`],
    [String.raw`\\u0041`, String.raw`\u0041`],
    ["ｐａｓｓ＝１\u3000x", "pass=1 x"],
    ["p\u200ba\u00ads\u2060s\ufeff", "pass"],
    ["e\u0301 n\u0303", "e n"],
    // Colours of the terminal; what is cut off or no such sequence stays.
    ["\u001b[31mred\u001b[0m \u001b[1;38;5;208mx\u001b[39;49m\u001b[K", "red x"],
    ["\u001b[31 \u001b]0;title \u001b[", "\u001b[31 \u001b]0;title \u001b["],
    ["𝐩𝒂𝓼𝘀 𝟏 ⓟ ℎ", "pass 1 p h"],
    ["٣ ३ ๓ ３", "3 3 3 3"],
    ["a–b—c‑d−e", "a-b-c-d-e"],
    // Letters of another script only in words that mix them with ASCII.
    ["раssword арi_kеy tоken", "password api_key token"],
    ["пароль сосна тест USB-порт ключ_key Ελλάδα", "пароль сосна тест USB-порт ключ_key Ελλάδα"],
    ["\ud800 \udc00 \ud835", "\ud800 \udc00 \ud835"],
  ])("%s", (text, plain) => {
    expect(undisguise(text, 1)).toBe(plain);
  });

  it("layer by layer", () => {
    expect(undisguise("%252541", 1)).toBe("%2541");
    expect(undisguise("%252541", 2)).toBe("%41");
    expect(undisguise("%252541", 3)).toBe("A");
    expect(undisguise("plain", 3)).toBe("plain");
  });
});

describe("what encoders write is read back", () => {
  const textOf = (characters: string): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...Array.from(characters)) });
  const all = "abc0 @%&\\/\"'=;:#éß€日😀\n\t";

  it.each<[string, (plain: string) => string, string]>([
    ["encodeURIComponent", encodeURIComponent, all],
    // One layer takes `%40` and `&#64;` off too, which JSON leaves as they stand.
    ["JSON", (plain) => JSON.stringify(plain).slice(1, -1), all.replaceAll(/[%&]/gu, "")],
    ["entities", (plain) => Array.from(plain, (c) => `&#x${(c.codePointAt(0) ?? 0).toString(16)};`).join(""), all],
  ])("%s", (_, encode, characters) => {
    fc.assert(
      fc.property(textOf(characters), (plain) => {
        expect(undisguise(encode(plain), 1)).toBe(plain);
      }),
    );
  });
});
