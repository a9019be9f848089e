import fc from "fast-check";
import { expect, it } from "vitest";

import { BASE64, randomOf } from "../../../test/corpus/random.ts";
import { finder } from "../../../test/find.ts";
import { privateKeyDetector } from "./private-key.ts";

const find = finder([privateKeyDetector]);

const label = fc.constantFrom(
  "PRIVATE KEY",
  "RSA PRIVATE KEY",
  "EC PRIVATE KEY",
  "OPENSSH PRIVATE KEY",
  "PGP PRIVATE KEY BLOCK",
);
/** Keys are random: a run of one letter is none. */
const material = fc
  .tuple(fc.nat(), fc.integer({ min: 64, max: 500 }))
  .map(([seed, length]) => randomOf(seed).chars(BASE64, length));
const newline = fc.constantFrom("\n", "\r\n", String.raw`\n`, String.raw`\\n`, " ", "%0A", "&#10;", "\n  ");
const block = fc
  .tuple(label, material, newline)
  .map(([name, body, end]) =>
    [`-----BEGIN ${name}-----`, ...(body.match(/.{1,64}/gu) ?? []), `-----END ${name}-----`].join(end),
  );
const before = fc.constantFrom("", " ", '"', "'", "key=", "loaded: ", "\n", String.raw`\n`, "|\n  ", "-");
const after = fc.constantFrom("", " ", '"', "'", "\n", String.raw`\n`, " was read", ",", "}");

it("is found whole whatever stands about it", () => {
  fc.assert(
    fc.property(before, block, after, (left, text, right) => {
      const found = find(left + text + right);
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(text);
      expect(found[0]?.length ?? 0).toBeLessThanOrEqual("private_key=-".length + text.length);
    }),
  );
});

it("is left where it is public", () => {
  fc.assert(
    fc.property(before, block, after, (left, text, right) => {
      expect(find(left + text.replaceAll("PRIVATE", "PUBLIC") + right)).toEqual([]);
    }),
  );
});

it("loses its key material wherever it is cut off", () => {
  fc.assert(
    fc.property(block, fc.nat(), (text, cut) => {
      const part = text.slice(0, cut % text.length);
      const [found = ""] = find(`x ${part}`);
      const kept = part.length - Math.max(0, found.length - "private_key=".length);
      // The first line alone is no secret; of the last one a few characters may not look like any.
      expect(kept).toBeLessThanOrEqual(part.includes("KEY-----") || part.includes("BLOCK-----") ? 64 : part.length);
      if (found !== "" && !part.endsWith(found.slice("private_key=".length))) {
        expect(kept).toBeLessThanOrEqual(24);
      }
    }),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.constantFrom(
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "-----BEGIN ",
    "-----END",
    "---- ",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
    "aB3+".repeat(12),
    "\n",
    "\\n",
    "%0A",
    '"',
    '"d":"',
    "kty",
    "Private-Lines: 2\n",
    "Proc-Type: 4",
    "<D>",
    " d: '",
    "=",
    "| ",
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
