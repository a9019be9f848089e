import { describe, expect, test } from "vitest";

import type { Policy } from "../model/policy.ts";
import { createSanitizer } from "./create-sanitizer.ts";

const MAIL = "mira.kovacs@northwind-mail.net";
const CARD = "4111 1111 1111 1111";
const pseudonyms = { keys: [{ kid: "k1", secret: "0123456789abcdef0123456789abcdef" }] };
const by = (policy: Policy, value: unknown): unknown => createSanitizer(policy).sanitize(value).value;

describe("what a policy can ask for", () => {
  test.each<[string, Policy, unknown, unknown]>([
    ["keep", { detectors: { email: "keep" } }, `to ${MAIL}`, `to ${MAIL}`],
    ["remove, in a text", { detectors: { email: "remove" } }, `to ${MAIL}!`, "to !"],
    ["remove, an attribute", { detectors: { key_name: "remove" } }, { token: "x1", a: 1 }, { a: 1 }],
    ["partial", { detectors: { payment_card: "partial" } }, `card ${CARD}`, "card 411111******1111"],
    [
      "partial, where there is no such form",
      { detectors: { key_name: "partial" } },
      { token: "x1" },
      { token: "[REDACTED:key_name]" },
    ],
    ["anonymise", {}, "from 203.0.113.42", "from 203.0.113.0"],
    ["mask instead", { detectors: { ip_address: "mask" } }, "from 203.0.113.42", "from [REDACTED:ip_address]"],
    [
      "a kind before its detector",
      { detectors: { key_name: "keep" }, kinds: { "key_name.token": "mask" } },
      { token: "x1", secret: "y2" },
      { token: "[REDACTED:key_name]", secret: "y2" },
    ],
    [
      "never a pseudonym of a password",
      { pseudonyms, detectors: { key_name: "pseudonymise" } },
      { password: "x1" },
      { password: "[REDACTED:key_name]" },
    ],
    [
      "keys of one's own",
      { keys: [{ match: "badge*" }] },
      { badgeNumber: "B-17", other: "B-17" },
      { badgeNumber: "[REDACTED:key_name]", other: "B-17" },
    ],
    [
      "keys of one's own, in parts",
      { keys: [{ match: "user.id" }] },
      { user: { id: 7, name: "x" } },
      { user: { id: "[REDACTED:key_name]", name: "x" } },
    ],
    [
      "keys that are kept",
      { keepKeys: ["cookie"] },
      { cookie: "oatmeal", token: "x1" },
      { cookie: "oatmeal", token: "[REDACTED:key_name]" },
    ],
    [
      "only these keys",
      { allowKeys: ["a", "b.*"] },
      { a: 1, "b.c": MAIL, d: 2, e: null },
      { a: 1, "b.c": "[REDACTED:email]", d: "[REDACTED:key_name]", e: null },
    ],
  ])("%s", (_, policy, given, expected) => {
    expect(by(policy, given)).toEqual(expected);
  });

  test("pseudonyms: equal for equal values, found again for an erasure, left alone by a second pass", () => {
    const sanitizer = createSanitizer({ pseudonyms, detectors: { email: "pseudonymise" } });
    const { text } = sanitizer.text(`to ${MAIL}`);
    expect(text).toMatch(/^to hmac:k1:[\w-]{22}$/u);
    expect(sanitizer.text(`to ${MAIL.toUpperCase()}`).text).toBe(text);
    expect(sanitizer.pseudonymsFor(MAIL, "email")).toEqual([text.slice(3)]);
    expect(sanitizer.text(text).text).toBe(text);
    expect(sanitizer.attribute("email", text.slice(3)).value).toBe(text.slice(3));
  });

  test("drop: the whole record", () => {
    const sanitizer = createSanitizer({ detectors: { private_key: "drop" } });
    const text = ["BEGIN", "END"]
      .map((word) => `-----${word} PRIVATE KEY-----`)
      .join("\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n");
    expect(sanitizer.text(text).dropped).toBe(true);
    expect(sanitizer.sanitize({ a: [text] }).dropped).toBe(true);
    expect(sanitizer.text("nothing").dropped).toBe(false);
  });

  test("a policy's name goes with it", () => {
    expect(createSanitizer().policyName).toBe("default");
    expect(createSanitizer("gdpr").policyName).toBe("gdpr");
    expect(createSanitizer({ name: "ours", extends: "pci" }).policyName).toBe("ours");
  });
});
