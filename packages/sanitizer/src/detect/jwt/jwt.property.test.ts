import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { jwtDetector } from "./jwt.ts";

const find = finder([jwtDetector]);

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = fc
  .record({ alg: fc.constantFrom("HS256", "RS512", "ES256", "PS384", "EdDSA"), kid: fc.string({ maxLength: 12 }) })
  .map(part);
const payload = fc.record({ sub: fc.string({ maxLength: 40 }), exp: fc.nat() }).map(part);
const signature = fc
  .uint8Array({ minLength: 32, maxLength: 64 })
  .map((bytes) => Buffer.from(bytes).toString("base64url"));
const parts = fc.tuple(header, payload, signature);
const before = fc.constantFrom(
  "",
  " ",
  '"',
  "'",
  "token=",
  "Bearer ",
  "(",
  "/",
  "\n",
  String.raw`\n`,
  "t%3D",
  ": ",
  "[",
);
const after = fc.constantFrom("", " ", '"', "'", ",", ")", "&x=1", "\n", String.raw`\n`, ";", "]", "/", " was refused");

it("is found whatever stands about it", () => {
  fc.assert(
    fc.property(before, parts, after, (left, of, right) => {
      expect(find(left + of.join(".") + right)).toEqual([`jwt=${of.join(".")}`]);
    }),
  );
});

it("is found wherever it is cut off, once enough of its payload is there", () => {
  fc.assert(
    fc.property(parts, fc.nat(), (of, cut) => {
      const token = of.join(".");
      const least = (of[0]?.length ?? 0) + 9;
      const text = token.slice(0, least + (cut % (token.length - least)));
      expect(find(`x ${text}`)).toEqual([`jwt=${text}`]);
    }),
  );
});

it("is left where a part is missing or its header is no JSON", () => {
  fc.assert(
    fc.property(parts, ([head, body, sign]) => {
      expect(find(head)).toEqual([]);
      expect(find(`x${body}`)).toEqual([]);
      expect(find(`${head} ${body} ${sign}`)).toEqual([]);
      expect(find(`eyJ${head}.${body}.${sign}`.slice(0, head.length))).toEqual([]);
    }),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.constantFrom(
    "eyJ",
    "eyJhbGciOi",
    part({ alg: "none" }),
    part({ a: 1 }),
    ".",
    "=",
    "~",
    "--",
    "\n",
    ":",
    "aB3_".repeat(6),
    " ",
    "\\n",
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
