import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { phoneDetector } from "./phone.ts";

const find = finder([phoneDetector]);

const digit = fc.integer({ min: 0, max: 9 });
/** `n` a digit from 2 to 9, `d` any. */
const numberOf = (pattern: string): fc.Arbitrary<string> =>
  fc
    .array(digit, { minLength: pattern.length, maxLength: pattern.length })
    .map((digits) =>
      Array.from(pattern, (character, i) =>
        character === "d" ? digits[i] : character === "n" ? 2 + ((digits[i] ?? 0) % 8) : character,
      ).join(""),
    );

const international = fc.oneof(
  ...[
    "+1 ndd ddd dddd",
    "+44 20 dddd dddd",
    "+4915d dddddddd",
    "+33 6 dd dd dd dd",
    "+49 30 dddddd",
    "+1 (ndd) ddd-dddd",
  ].map(numberOf),
);
const national = fc.oneof(
  ...["(ndd) ddd-dddd", "ndd-ddd-dddd", "020 dddd dddd", "0171 ddddddd", "07nnn dddddd"].map(numberOf),
);
const padding = fc.constantFrom("", " ", "to ", 'to "', "x=", "caller: ", "\n", "at 10:00:00 ", "<a>");
const behind = fc.constantFrom("", ".", ", ok", '"', "\n", ")", " rang", "</a>", "; 3 times");

it("is found whatever stands about it", () => {
  fc.assert(
    fc.property(padding, fc.oneof(international, national), behind, (before, phone, after) => {
      expect(find(before + phone + after)).toEqual([`phone=${phone}`]);
    }),
  );
});

it("is left where a word goes on around it", () => {
  const glue = fc.constantFrom("a", "7", "_");
  fc.assert(
    fc.property(glue, numberOf("ndd-ddd-dddd"), glue, (before, phone, after) => {
      expect(find(before + phone)).not.toContain(`phone=${phone}`);
      expect(find(phone + after)).toEqual([]);
    }),
  );
});

it("is not one with a digit too many or too few", () => {
  fc.assert(
    fc.property(numberOf("ndd ddd dddd"), (national10) => {
      expect(find(`+1 ${national10}9`)).toEqual([]);
      expect(find(`+1 ${national10.slice(0, -1)}`)).toEqual([]);
    }),
  );
});

it("stands in the text, whatever the text is", () => {
  const text = fc
    .array(fc.constantFrom("phone ", "+", "0", "1", "5", "49", "555", "(", ")", " ", "-", ".", "/", "x", "call"))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (whole) => {
      for (const found of find(whole)) expect(whole).toContain(found.slice("phone=".length));
    }),
  );
});
