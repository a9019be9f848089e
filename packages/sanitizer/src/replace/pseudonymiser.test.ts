import { createHmac } from "node:crypto";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { emailKind, obfuscatedEmailKind } from "../detect/email/email-kind.ts";
import { ipv4Kind } from "../detect/ip-address/ip-kind.ts";
import { cardKind } from "../detect/payment-card/payment-card-kind.ts";
import { phoneKind } from "../detect/phone/phone-kind.ts";
import { kindOf } from "../model/kind.ts";
import { Hmac } from "./hmac.ts";
import { Pseudonymiser } from "./pseudonymiser.ts";

const MAIL = "mira.kovacs@northwind-mail.net";
const secret = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);
const key = (kid: string, notBefore = Number.NEGATIVE_INFINITY, notAfter = Number.POSITIVE_INFINITY) => ({
  kid,
  secret: secret(kid.charCodeAt(0)),
  notBefore,
  notAfter,
});
const one = (tenant = ""): Pseudonymiser => new Pseudonymiser({ tenant, keys: [key("a")] }, () => 0);

/** As RFC 2104 says, by the library's own HMAC. */
const expected = (secretKey: Uint8Array, message: string): string =>
  createHmac("sha256", secretKey).update(message).digest().subarray(0, 16).toString("base64url");

describe("the HMAC", () => {
  it("is the library's, cut to 128 bits, for keys and messages of any length", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 200 }),
        fc.array(fc.string({ maxLength: 2_000, unit: "grapheme" }), { minLength: 1, maxLength: 3 }),
        (bytes, messages) => {
          const hmac = new Hmac(bytes);
          expect(messages.map((message) => hmac.of(message))).toEqual(messages.map((text) => expected(bytes, text)));
        },
      ),
      { numRuns: 100 },
    );
    expect(new Hmac(secret(7)).of("ü".repeat(5_000))).toBe(expected(secret(7), "ü".repeat(5_000)));
    expect(new Hmac(secret(7, 64)).of("x")).toBe(expected(secret(7, 64), "x"));
    expect(new Hmac(secret(7, 65)).of("x")).toBe(expected(secret(7, 65), "x"));
  });
});

describe("a pseudonym", () => {
  it("names its key and is made of tenant, detector and value", () => {
    const made = one("shop").of(emailKind, MAIL);
    expect(made).toBe(`hmac:a:${expected(secret(97), `shop\0email\0${MAIL}`)}`);
    expect(made).toMatch(/^hmac:a:[\w-]{22}$/u);
  });

  it.each([
    ["case", emailKind, "Mira.Kovacs@Northwind-Mail.NET", MAIL],
    ["written for readers", emailKind, "mira.kovacs@northwind-mail[.]net", MAIL],
    ["spaces in a card number", cardKind, "4111 1111 1111 1111", "4111-1111-1111-1111"],
    ["international prefix", phoneKind, "+44 20 7946 0958", "0044 (20) 7946-0958"],
  ])("is one for two spellings: %s", (_, kind, first, second) => {
    const pseudonymiser = one();
    expect(pseudonymiser.of(kind, first)).toBe(pseudonymiser.of(kind, second));
  });

  it("is one for a value that two kinds of a detector find", () => {
    const pseudonymiser = one();
    expect(pseudonymiser.of(obfuscatedEmailKind, "mira.kovacs (at) northwind-mail (dot) net")).toBe(
      pseudonymiser.of(emailKind, MAIL),
    );
  });

  it("is another for another value, detector, tenant and key", () => {
    const other = kindOf("custom", "custom.mail", { action: "pseudonymise" });
    const pseudonyms = [
      one().of(emailKind, MAIL),
      one().of(emailKind, `x${MAIL}`),
      one().of(other, MAIL),
      one("shop").of(emailKind, MAIL),
      new Pseudonymiser({ tenant: "", keys: [{ ...key("b"), kid: "a" }] }, () => 0).of(emailKind, MAIL),
    ];
    expect(new Set(pseudonyms).size).toBe(5);
  });

  it("is not made of nothing: all that were equal then would seem to be one person", () => {
    expect(one().of(cardKind, "-")).toBeUndefined();
    expect(one().of(kindOf("custom", "custom.x", { action: "mask" }), "  ")).toBeUndefined();
  });
});

describe("keys by time", () => {
  const keys = [key("a", 0, 200), key("b", 100, 300), key("c", 400)];
  const kidAt = (pseudonymiser: Pseudonymiser): string | undefined => pseudonymiser.of(emailKind, MAIL)?.split(":")[1];

  it("switches at the instant, whatever was remembered, and gives none where none is valid", () => {
    let now = 0;
    const pseudonymiser = new Pseudonymiser({ tenant: "", keys }, () => now);
    const kids = [-1, 0, 99, 100, 199, 200, 299, 300, 399, 400, 1e15, 99, -5].map((instant) => {
      now = instant;
      return [kidAt(pseudonymiser), kidAt(pseudonymiser)];
    });
    const twice = (kid?: string) => [kid, kid];
    expect(kids).toEqual(
      [undefined, "a", "a", "b", "b", "b", "b", undefined, undefined, "c", "c", "a", undefined].map(twice),
    );
  });

  it("tells the pseudonyms of all keys for a search, of a value however it is spelled", () => {
    let now = 0;
    const pseudonymiser = new Pseudonymiser({ tenant: "t", keys }, () => now);
    const made = [50, 150, 450].map((instant) => {
      now = instant;
      return pseudonymiser.of(emailKind, MAIL);
    });
    expect(pseudonymiser.all("email", MAIL.toUpperCase())).toEqual(made);
    expect(pseudonymiser.all("custom", " x ")).toHaveLength(3);
    expect(pseudonymiser.all("ip_address", "203.0.113.42")).toContain(pseudonymiser.of(ipv4Kind, "203.0.113.42"));
    expect(pseudonymiser.all("payment_card", "-")).toEqual([]);
  });
});

it("remembers what is right for more values than it keeps", () => {
  const pseudonymiser = one();
  const values = Array.from({ length: 10_000 }, (_, i) => `user${String(i)}@northwind-mail.net`);
  const made = values.map((value) => pseudonymiser.of(emailKind, value));
  expect(values.map((value) => pseudonymiser.of(emailKind, value))).toEqual(made);
  expect(new Set(made).size).toBe(values.length);
  expect(pseudonymiser.of(phoneKind, "user1@northwind-mail.net")).not.toBe(made[1]);
  const long = `${"x".repeat(5_000)}@northwind-mail.net`;
  expect(pseudonymiser.of(emailKind, long)).toBe(pseudonymiser.of(emailKind, long));
});
