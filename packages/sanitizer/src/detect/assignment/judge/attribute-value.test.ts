import { describe, expect, it } from "vitest";

import { createKeyClassifier } from "../../key-name/key-classifier.ts";
import { isAttributeSecret, isSecretNumber } from "./attribute-value.ts";

const classify = createKeyClassifier({ keys: [{ match: "note" }] });

function judge(key: string, text: string): boolean {
  const keyClass = classify(key);
  if (keyClass === undefined) throw new Error(`${key} is no sensitive key.`);
  return isAttributeSecret(keyClass, text);
}

describe("the text below a sensitive key", () => {
  it.each([
    ["password", "letmein"],
    ["password", "secret"],
    ["password", "correct horse battery staple"],
    ["password", "enabled"],
    ["password", "/9aXk2Qw7+LmZ"],
    ["password", "/Xk91slash"],
    ["DB_PASSWORD", "/Xk91slash"],
    ["smtpPassword", "/Xk91slash"],
    ["passphrase", "/Xk91slash"],
    ["pwd", "/Xk91slash"],
    ["clientSecret", "vyyax388XPWD"],
    ["userPass", "/Xk91slash"],
    ["password", "/UjQjmJ14EsvEJ48/oiosVoMFZS8FWzz"],
    ["pass", "hunter2"],
    ["apiKey", "my-own-key"],
    ["token", "abcdef"],
    ["token", "Bearer aZ3kQ9xW7pLm"],
    ["secret", "tls-cert"],
    ["auth", "bob:s3cr3t99"],
    ["session", "9f8e7d6c5b4a"],
    ["cookie", "theme=dark; sid=4f9c"],
    ["seedPhrase", "legal winner thank year"],
    ["note", "ok"],
    ["note", "is required"],
  ])("is the secret: %s: %s", (key, text) => {
    expect(judge(key, text)).toBe(true);
  });

  it.each([
    ["password", "required"],
    ["password", "is required"],
    ["password", "can't be blank"],
    ["password", "must be at least 8 characters"],
    ["apiKeyHeader", "X-Api-Key"],
    ["PWD", "/srv/app"],
    ["pwd", "/home/runner/work/inv"],
    ["XDG_SESSION_ID", "3"],
    ["password", "/run/secrets/x"],
    ["password", "/certs9/Server.pem"],
    ["pass", "ok"],
    ["token", "expired"],
    ["token", "is invalid"],
    ["accessToken", "string"],
    ["apiKey", "missing"],
    ["licenseKey", "valid"],
    ["credentials", "include"],
    ["cookie", "enabled"],
    ["authorization", "required"],
    ["auth", "oauth2"],
    ["auth", "google"],
    ["session", "checkout"],
    ["session", "3 are active"],
    ["storageKey", "uploads/2026/a.png"],
    ["storageKey", "cart:42"],
    ["sid", "S-1-5-21"],
    ["mnemonic", "MOV"],
    ["mfa", "totp"],
    ["csrf", "disabled"],
    ["note", "none"],
  ])("says something about it: %s: %s", (key, text) => {
    expect(judge(key, text)).toBe(false);
  });
});

it("takes a short number for a count", () => {
  expect([42, 999, 1_000, 48_291_377, 12n, 123_456n].map(isSecretNumber)).toEqual([
    false,
    false,
    true,
    true,
    false,
    true,
  ]);
});
