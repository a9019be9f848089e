import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { emailKind } from "./email-kind.ts";
import { emailDetector } from "./email.ts";

const find = finder([emailDetector]);

const local = fc
  .stringMatching(/^[a-z0-9ü]{1,12}(?:[._+-][a-z0-9]{1,12}){0,2}$/u)
  .filter((name) => !/^(?:0x|git$|hg$|svn$|this$|super$|return$)/u.test(name));
const domain = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{1,8}(?:-[a-z0-9]{1,8})?$/u),
    fc.constantFrom("com", "co.uk", "example.org", "museum", "рф", "xn--p1ai"),
  )
  .map((parts) => parts.join("."));
const address = fc.tuple(local, domain).map((parts) => parts.join("@"));
const before = fc.constantFrom("", " ", "<", "mailto:", "email=", '"', "'", "(", "/users/", ", ", ": ", "\n", "\t");
const after = fc.constantFrom("", " ", ">", ".", ",", '"', "'", ")", "?subject=x", "/orders", "\n", ";", ": gone");

it("is found whatever stands about it", () => {
  fc.assert(
    fc.property(before, address, after, (left, value, right) => {
      expect(find(left + value + right)).toEqual([`email=${value}`]);
    }),
  );
});

it("is left with its sign or its domain's point taken away", () => {
  fc.assert(
    fc.property(local, fc.stringMatching(/^[a-z]{2,10}$/u), (name, host) => {
      expect(find(`${name}.${host}.com`)).toEqual([]);
      expect(find(`${name}@${host}`)).toEqual([]);
      expect(find(`${name}@${host}.1`)).toEqual([]);
      expect(find(`${name} @ ${host}.com`)).toEqual([]);
    }),
  );
});

it("is not found again once it is kept in part", () => {
  fc.assert(
    fc.property(address, (value) => {
      expect(find(emailKind.partial?.(value) ?? value)).toEqual([]);
    }),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.constantFrom(
    "a",
    "@",
    ".",
    "com",
    "[",
    "]",
    "(at)",
    "(dot)",
    '"',
    "\\",
    "%",
    "=",
    "'",
    " ",
    "ü",
    "用",
    " dot ",
  );
  fc.assert(
    fc.property(fc.array(atom, { maxLength: 40 }), (atoms) => {
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
