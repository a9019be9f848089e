import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ATTACKS, attackOf } from "../../test/hostile/attacks.ts";
import { undisguise } from "./decode/disguised-kind.ts";
import { emailDetector } from "./email/email.ts";
import { createFinder } from "./find-in-text.ts";
import { ipAddressDetector } from "./ip-address/ip-address.ts";
import { paymentCardDetector } from "./payment-card/payment-card.ts";
import { compile } from "./scan/program.ts";
import { urlDetector } from "./url/url.ts";

const find = createFinder(compile([urlDetector, emailDetector, ipAddressDetector, paymentCardDetector]));

const secrets = fc.constantFrom("jane.doe@example.com", "4111111111111111", "4111-1111-1111-1111");
const fillers = fc.array(
  fc.constantFrom("job", "done", "in", "ms", "Größe", "日本", "–", "100%", "&", "C:\\dir", "(x)"),
  {
    maxLength: 400,
  },
);

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
/** How one character may be written. */
const DISGUISES: readonly ((code: number) => string)[] = [
  (code) => `%${hex(code, 2)}`,
  (code) => `%25${hex(code, 2)}`,
  (code) => `&#${String(code)};`,
  (code) => `&#x${hex(code, 2)};`,
  (code) => `&amp;#${String(code)};`,
  (code) => `\\u${hex(code, 4)}`,
  (code) => `\\\\u${hex(code, 4)}`,
  (code) => `\\x${hex(code, 2)}`,
  (code) => String.fromCharCode(code + 0xfee0),
  (code) => encodeURIComponent(String.fromCharCode(code + 0xfee0)),
  (code) => `${String.fromCharCode(code)}\u200b\u2060`,
];

const disguisedBy = (
  disguises: readonly ((code: number) => string)[],
): fc.Arbitrary<{ readonly secret: string; readonly written: string }> =>
  fc
    .tuple(secrets, fc.constantFrom(...disguises), fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }))
    .map(([secret, disguise, chosen]) => {
      const last = secret.length - 1;
      // What is not seen behind the last character is no part of the secret.
      const written = Array.from(secret, (character, i) =>
        chosen[i] === true && i < last ? disguise(character.charCodeAt(0)) : character,
      );
      return { secret, written: written.join("") };
    });
const disguised = disguisedBy(DISGUISES);
/** In base64 text is known by stretches of ASCII. */
const disguisedInAscii = disguisedBy(DISGUISES.filter((disguise) => /^[ -~]+$/u.test(disguise(65))));

function rangesOf(text: string): readonly (readonly [number, number])[] {
  const { ranges = [], kinds = [] } = find(text) ?? {};
  return kinds.map((_, i) => [ranges[2 * i] ?? -1, ranges[2 * i + 1] ?? -1]);
}

describe("a secret in disguise", () => {
  it("is found where it was written, whatever stands around it", () => {
    fc.assert(
      fc.property(disguised, fillers, fillers, ({ secret, written }, before, after) => {
        const head = [...before, ""].join(" ");
        const text = head + written + ["", ...after].join(" ");
        expect(rangesOf(text)).toEqual([[head.length, head.length + written.length]]);
        expect(undisguise(written, 3)).toBe(secret);
      }),
      { numRuns: 400 },
    );
  });

  it("is found in base64 where that was written", () => {
    fc.assert(
      fc.property(
        disguisedInAscii,
        fillers,
        fillers,
        fc.constantFrom("base64", "base64url"),
        ({ written }, before, after, alphabet) => {
          const head = [...before, ""].join(" ");
          const wrapped = Buffer.from(`{"note":"${written}","n":1}`).toString(alphabet as BufferEncoding);
          expect(rangesOf(head + wrapped + ["", ...after].join(" "))).toEqual([
            [head.length, head.length + wrapped.length],
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it("gives back ascending ranges inside the text for every text", () => {
  const piece = fc.oneof(
    disguised.map(({ written }) => written),
    fc.string({ unit: "binary" }),
    fc.base64String(),
    secrets,
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let last = 0;
      for (const [start, end] of rangesOf(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

it("comes to an end on walls of disguises and of base64 in base64", () => {
  let wrapped = "{}";
  while (wrapped.length < 65_536) wrapped = Buffer.from(wrapped.repeat(2)).toString("base64");
  const walls = [...ATTACKS.map((attack) => attackOf(attack, 65_536)), wrapped];
  for (const wall of walls)
    expect(rangesOf(`${wall} jane.doe%40example.com`).length, wall.slice(0, 40)).toBeGreaterThan(0);
});
