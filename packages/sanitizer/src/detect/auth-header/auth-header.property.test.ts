import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { authHeaderDetector } from "./auth-header.ts";

const find = finder([authHeaderDetector]);

const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9]{18,60}[0-9][A-Z][a-z][0-9]$/u)
  .filter((value) => new Set(value).size > 9);
const scheme = fc.constantFrom("Bearer", "bearer", "Token", "ApiKey", "GenieKey", "DPoP");
const opening = fc.constantFrom(
  "Authorization: ",
  "authorization=",
  '"Authorization":"',
  "'authorization': '",
  '["Authorization","',
  "Proxy-Authorization: ",
  "authorization:[",
);
const before = fc.constantFrom("", " ", "{", "headers: ", "\n", String.raw`\r\n`, "> ", "-H '");
const after = fc.constantFrom("", " ", '"', "'", "\n", String.raw`\r\n`, ", ", "]", "}");

it("is found whatever stands about it, and nothing else is", () => {
  fc.assert(
    fc.property(fc.tuple(before, opening, scheme), token, after, (left, value, right) => {
      const [prefix, name, word] = left;
      expect(find(`${prefix}${name}${word} ${value}${right}`)).toEqual([`auth_header=${value}`]);
    }),
  );
});

it("is left where it was masked, and where a word stands instead", () => {
  const instead = fc.constantFrom(
    "[REDACTED:auth_header]",
    "REDACTED",
    "<token>",
    "${TOKEN}",
    "***",
    "missing",
    "{{ token }}",
    "%s",
    "",
  );
  fc.assert(
    fc.property(fc.tuple(before, opening, scheme), instead, after, (left, value, right) => {
      const [prefix, name, word] = left;
      expect(find(`${prefix}${name}${word} ${value}${right}`)).toEqual([]);
    }),
  );
});

it("leaves the names and attributes of cookies", () => {
  const name = fc.stringMatching(/^[a-z][a-z_]{2,12}$/u);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, token), { minLength: 1, maxLength: 5 }), (cookies) => {
      const attributes = new Set(["path", "domain", "expires", "secure", "priority", "version", "comment"]);
      fc.pre(cookies.every(([key]) => !attributes.has(key)));
      const text = cookies.map((cookie) => cookie.join("=")).join("; ");
      const wanted = cookies.map(([, value]) => `auth_header.cookie=${value}`);
      expect(find(`Cookie: ${text}`)).toEqual(wanted);
      expect(find(`Set-Cookie: ${text}; Path=/; HttpOnly; SameSite=Lax`)).toEqual(wanted);
    }),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.constantFrom(
    "Authorization",
    "authorization",
    "Cookie",
    "set-cookie",
    "x-api-key",
    "Bearer ",
    "Basic ",
    "Digest ",
    'response="',
    "dXNlcjpwYXNz",
    "aB3".repeat(8),
    ": ",
    "=",
    ",",
    ";",
    '"',
    "\\",
    "[",
    "%3A",
    "\n",
    " ",
    "a",
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
