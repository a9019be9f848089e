import { describe, expect, it } from "vitest";

import { foldPair, FOREIGN_TABLE, INVISIBLE, LOOKALIKE } from "./foreign-table.ts";

const codes = Array.from({ length: 65_536 - 128 }, (_, i) => i + 128).filter((code) => code < 0xd800 || code > 0xdfff);
const entryOf = (code: number): number => FOREIGN_TABLE[code] ?? 0;
const isPrintable = (text: string): boolean => /^[!-~]$/u.test(text);

describe("the table of foreign characters", () => {
  it("says nothing of ASCII and of surrogates", () => {
    for (let code = 0; code < 128; code++) expect(entryOf(code)).toBe(0);
    for (let code = 0xd800; code < 0xe000; code++) expect(entryOf(code)).toBe(0);
  });

  it("knows every decimal digit of the basic plane", () => {
    for (const code of codes.filter((each) => /^\p{Nd}$/u.test(String.fromCharCode(each)))) {
      const entry = entryOf(code);
      // Unicode lists the digits of a script in order, from zero.
      const value = entry - 48;
      expect(value, code.toString(16)).toBeGreaterThanOrEqual(0);
      expect(value, code.toString(16)).toBeLessThan(10);
      expect(entryOf(code - value), code.toString(16)).toBe(48);
    }
  });

  it("agrees with compatibility forms where it says that a character is an ASCII one", () => {
    const likely = codes.filter((code) => code >= 0xfe50 || (code >= 0x2100 && code < 0x2150) || code >= 0xff01);
    for (const code of likely) {
      const plain = String.fromCharCode(code).normalize("NFKC");
      const entry = entryOf(code);
      if (!isPrintable(plain) || entry === 0 || (entry & LOOKALIKE) !== 0) continue;
      expect(String.fromCharCode(entry), code.toString(16)).toBe(plain);
    }
    for (let code = 0xff01; code <= 0xff5e; code++) expect(entryOf(code)).toBe(code - 0xfee0);
  });

  it("takes only what is not seen for invisible", () => {
    for (const code of codes.filter((each) => entryOf(each) === INVISIBLE))
      expect(String.fromCharCode(code), code.toString(16)).toMatch(
        /^[\p{Cf}\p{Mn}\p{Me}\p{Cn}\u115F\u1160\u3164\uFFA0]$/u,
      );
    const formats = codes.filter((each) => /^\p{Cf}$/u.test(String.fromCharCode(each)) && each > 0x2000);
    expect(formats.filter((code) => entryOf(code) !== INVISIBLE)).toEqual([]);
  });

  it("leaves letters of living languages", () => {
    for (const letter of "äöüßéñçøåłžđşğıÄÖÜ日本語한국어עבריתالعربيةไทยहिन्दी") {
      const entry = entryOf(letter.charCodeAt(0));
      expect(entry === 0 || (entry & LOOKALIKE) !== 0, letter).toBe(true);
    }
  });

  it("folds mathematical letters and digits as their compatibility forms do", () => {
    for (let codePoint = 0x1d400; codePoint < 0x1d800; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      const plain = character.normalize("NFKC");
      const folded = foldPair(character.charCodeAt(0), character.charCodeAt(1));
      if (/^[A-Za-z\d]$/u.test(plain)) expect(String.fromCharCode(folded), codePoint.toString(16)).toBe(plain);
      else if (/\p{Script=Greek}/u.test(plain)) expect(folded, codePoint.toString(16)).toBe(0);
    }
  });
});
