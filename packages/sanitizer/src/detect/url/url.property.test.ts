import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { urlDetector } from "./url.ts";

const find = finder([urlDetector]);

const name = fc.constantFrom(
  "token",
  "access_token",
  "api-key",
  "X-Amz-Signature",
  "sig",
  "client.secret",
  "SESSIONID",
);
const value = fc.stringMatching(/^[a-z][A-Za-z0-9_~%+/-]{4,60}[0-9][a-z]$/u);
const harmless = fc.constantFrom(
  "page=2",
  "author=smith",
  "max_tokens=4096",
  "keyboard=de",
  "sort_key=name",
  "code=404",
);
const host = fc.constantFrom("https://h.example.com/x", "/cb", "http://localhost:8080/", "wss://h/y#z");
const after = fc.constantFrom("", " ", '"', "'", "&x=1", "#top", " HTTP/1.1", ")", ".", "\n", ">", "\\n");

it("is found behind whatever parameters", () => {
  fc.assert(
    fc.property(
      host,
      fc.array(harmless, { maxLength: 3 }),
      fc.tuple(name, value),
      after,
      (base, others, [key, secret], right) => {
        const query = [...others, `${key}=${secret}`].join("&");
        expect(find(`${base}?${query}${right}`)).toEqual([`url.parameter=${secret}`]);
      },
    ),
  );
});

it("is left under a name with one more word", () => {
  fc.assert(
    fc.property(host, name, value, (base, key, secret) => {
      expect(find(`${base}?${key}_count=${secret}`)).toEqual([]);
      expect(find(`${base}?${key}`)).toEqual([]);
      expect(find(`${base}?${key}=REDACTED&x=1`)).toEqual([]);
    }),
  );
});

it("finds credentials before a host, and nothing in a port or a path", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{2,9}[0-9][a-z]$/u);
  fc.assert(
    fc.property(
      word,
      word,
      fc.constantFrom("h.example.com", "localhost", "db:5432", "[2001:db8::1]", "10.0.0.1"),
      (user, password, at) => {
        expect(find(`https://${user}:${password}@${at}/x`)).toEqual([`url.userinfo=${user}:${password}`]);
        expect(find(`https://${at}/x/@${user}/${password}`)).toEqual([]);
        expect(find(`https://h.example.com:8443/${user}@${password}.1`)).toEqual([]);
        expect(find(`https://${user}@${at}/x`)).toEqual([]);
      },
    ),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.constantFrom(
    "a",
    "@",
    ":",
    "://",
    "/",
    "?",
    "&",
    "#",
    "token=",
    "=",
    "%",
    "sig=",
    "<",
    "${",
    "}",
    ".",
    " ",
    "amp;",
    "REDACTED",
  );
  fc.assert(
    fc.property(fc.array(atom, { maxLength: 40 }), (atoms) => {
      const text = atoms.join("");
      let from = 0;
      for (const found of find(text)) {
        const secret = found.slice(found.indexOf("=") + 1);
        const at = text.indexOf(secret, from);
        expect(secret.length).toBeGreaterThan(0);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + secret.length;
      }
    }),
  );
});
