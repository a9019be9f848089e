import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, test } from "vitest";

import { createKeyClassifier } from "../detect/key-name/key-classifier.ts";
import { ACTIONS } from "../model/action.ts";
import { DETECTORS, knownKinds } from "../model/kind.ts";
import { defaultLimits } from "../model/limits.ts";
import { PolicyError } from "../model/policy-error.ts";
import type { Policy } from "../model/policy.ts";
import { PRESETS } from "../model/policy.ts";
import { allowedKeys } from "./allowed-keys.ts";
import { parsePolicy } from "./parse-policy.ts";

const SECRET = "3Vb9-xkQ2_plm0Zt7-Rw51uYc8-Ja64dEe";
const key = { kid: "k1", secret: SECRET };

/** As YAML or JavaScript gives it: of any form. */
const parse = (policy: unknown): ReturnType<typeof parsePolicy> => parsePolicy(policy as Policy);

function errorOf(policy: unknown): PolicyError {
  try {
    parse(policy);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("the policy was accepted");
}

describe("what cannot be used is refused with its field, the reason and the fix", () => {
  it.each<[string, unknown, string, string]>([
    ["no object", [], "(root)", "a list was given; give an object"],
    ["null", null, "(root)", "null was given"],
    ["a preset that is none", "gpdr", "preset", 'Did you mean "gdpr"? Allowed: default, strict, gdpr, pci'],
    ["a field that is none", { detector: {} }, "detector", 'Did you mean "detectors"?'],
    ["a field far from all", { zzz: 1 }, "zzz", "Fields: name, extends"],
    ["a strange field", { "a b\n": 1 }, '"a b\\n"', "there is no such field"],
    ["extends", { extends: "strikt" }, "extends", 'Did you mean "strict"?'],
    ["the name of another preset", { name: "pci" }, "name", "Choose another name"],
    ["the name of a preset that it changes", { name: "default", keepKeys: ["a"] }, "name", "Choose another name"],
    ["a name over lines", { name: "a\nb" }, "name", "letters, digits"],
    ["a name that is a number", { name: 1 }, "name", "1 was given"],
    ["detectors as a list", { detectors: ["email"] }, "detectors", "a list was given"],
    ["a detector that is none", { detectors: { emial: "mask" } }, "detectors.emial", 'Did you mean "email"?'],
    ["another spelling", { detectors: { "payment-card": "mask" } }, "detectors.payment-card", '"payment_card"'],
    [
      "an action that is none",
      { detectors: { email: "shout" } },
      "detectors.email",
      '"shout" is not known. Allowed: mask',
    ],
    ["an action with a typing error", { detectors: { email: "msak" } }, "detectors.email", 'Did you mean "mask"?'],
    ["an action that is no text", { detectors: { email: true } }, "detectors.email", "true is not known"],
    ["another word", { detectors: { email: "redact" } }, "detectors.email", 'Use "mask"'],
    ["American spelling", { detectors: { ip_address: "anonymize" } }, "detectors.ip_address", 'Use "anonymise"'],
    ["an unkeyed hash", { detectors: { email: "hash" } }, "detectors.email", 'use "pseudonymise", with keys'],
    ["an unkeyed hash by name", { keys: [{ match: "a", action: "sha256" }] }, "keys[0].action", "without a key"],
    ["pseudonyms without keys", { detectors: { email: "pseudonymise" } }, "detectors.email", "pseudonyms: { keys:"],
    ["the same of a kind", { kinds: { phone: "pseudonymise" } }, "kinds.phone", "no keys"],
    ["the same of a rule", { keys: [{ match: "user.id", action: "pseudonymise" }] }, "keys[0].action", "no keys"],
    [
      "the same of a literal",
      { literals: [{ name: "a", values: ["abcd-efgh"], action: "pseudonymise" }] },
      "literals[0].action",
      "no keys",
    ],
    ["a kind that is none", { kinds: { "national_id.es_nix": "mask" } }, "kinds.national_id.es_nix", "Did you mean"],
    ["a kind far from all", { kinds: { "url.zzzzzzzzz": "mask" } }, "kinds.url.zzzzzzzzz", "Of this detector: url."],
    ["a detector among the kinds", { kinds: { national_id: "mask" } }, "kinds.national_id", "move it to detectors"],
    ["a rule among the kinds", { kinds: { "custom.a": "mask" } }, "kinds.custom.a", "rule itself"],
    ["a part of a code", { kinds: { "payment_card.cvv": "partial" } }, "kinds.payment_card.cvv", "nothing may be told"],
    ["a key rule as text", { keys: ["badge*"] }, "keys[0]", '{ match: "badge*" }'],
    ["keys as an object", { keys: { match: "a" } }, "keys", "an object was given; give a list"],
    ["a key rule without match", { keys: [{ action: "mask" }] }, "keys[0].match", "nothing was given"],
    ["an empty match", { keys: [{ match: "" }] }, "keys[0].match", "fits no key"],
    ["a match of marks", { keepKeys: ["-._"] }, "keepKeys[0]", "fits no key"],
    ["a match of all", { keys: [{ match: "*.*" }] }, "keys[0].match", "fits every key"],
    ["a long match", { keys: [{ match: "a".repeat(300) }] }, "keys[0].match", "at most 256"],
    ["a misspelt field of a rule", { keys: [{ math: "a" }] }, "keys[0].math", 'Did you mean "match"?'],
    ["an empty list of allowed keys", { allowKeys: [] }, "allowKeys", "no key may pass"],
    ["too many rules", { keepKeys: Array.from({ length: 2_000 }, () => "a") }, "keepKeys", "at most 1000"],
    ["a literal without name", { literals: [{ values: ["abcdefgh"] }] }, "literals[0].name", "nothing was given"],
    ["a literal without values", { literals: [{ name: "a" }] }, "literals[0].values", "no value"],
    [
      "a short value",
      { literals: [{ name: "a", values: ["abcdefgh", "abc "] }] },
      "literals[0].values[1]",
      "3 characters",
    ],
    ["a common word", { literals: [{ name: "a", values: ["Test"] }] }, "literals[0].values[0]", "common word"],
    ["part of a mask", { literals: [{ name: "a", values: ["REDACTED"] }] }, "literals[0].values[0]", "common word"],
    ["a detector's name", { literals: [{ name: "a", values: ["iban"] }] }, "literals[0].values[0]", "common word"],
    ["one letter many times", { literals: [{ name: "a", values: ["********"] }] }, "literals[0].values[0]", "common"],
    ["a number", { literals: [{ name: "a", values: [12_345_678] }] }, "literals[0].values[0]", "put it in quotes"],
    [
      "too many values",
      {
        literals: [1, 2].map((i) => ({
          name: `a${String(i)}`,
          values: Array.from({ length: 400 }, (_, j) => `abcd${String(i * j)}`),
        })),
      },
      "literals",
      "at most 500",
    ],
    [
      "two rules of one name",
      { literals: [{ name: "a", values: ["abcdefgh"] }], patterns: [{ name: "a", anchor: "xyz", pattern: "xyz" }] },
      "patterns[0].name",
      "literals[0] as well",
    ],
    ["a pattern without anchor", { patterns: [{ name: "a", pattern: "x+" }] }, "patterns[0].anchor", "3 to 64 ASCII"],
    ["a short anchor", { patterns: [{ name: "a", anchor: "ab", pattern: "ab" }] }, "patterns[0].anchor", '"ab"'],
    [
      "a RegExp",
      { patterns: [{ name: "a", anchor: "abc", pattern: /abc/u }] },
      "patterns[0].pattern",
      "source as text",
    ],
    [
      "a slow pattern",
      { patterns: [{ name: "a", anchor: "abc", pattern: "(a+)+abc" }] },
      "patterns[0].pattern",
      "time",
    ],
    [
      "a long pattern",
      { patterns: [{ name: "a", anchor: "abc", pattern: "a".repeat(1_001) }] },
      "patterns[0].pattern",
      "1000",
    ],
    [
      "a length that no match has",
      { patterns: [{ name: "a", anchor: "abcd", pattern: "abcd", maxLength: 3 }] },
      "patterns[0].maxLength",
      "from 4 to 4096",
    ],
    ["pseudonyms that are no object", { pseudonyms: "k" }, "pseudonyms", "a text was given"],
    ["no key", { pseudonyms: { keys: [] } }, "pseudonyms.keys", "at least one"],
    ["a key that is a text", { pseudonyms: { keys: [SECRET] } }, "pseudonyms.keys[0]", "a text was given"],
    ["a tenant with U+0000", { pseudonyms: { tenant: "a\0b", keys: [key] } }, "pseudonyms.tenant", "U+0000"],
    ["a kid with a colon", { pseudonyms: { keys: [{ ...key, kid: "a:b" }] } }, "pseudonyms.keys[0].kid", "1 to 32"],
    ["two keys of one name", { pseudonyms: { keys: [key, key] } }, "pseudonyms.keys[1].kid", "keys[0] as well"],
    [
      "a short secret",
      { pseudonyms: { keys: [{ kid: "a", secret: "hunter2hunter2" }] } },
      "pseudonyms.keys[0].secret",
      "14 bytes",
    ],
    [
      "a weak secret",
      { pseudonyms: { keys: [{ kid: "a", secret: new Uint8Array(32) }] } },
      "pseudonyms.keys[0].secret",
      "guessed",
    ],
    ["no secret", { pseudonyms: { keys: [{ kid: "a" }] } }, "pseudonyms.keys[0].secret", "openssl"],
    [
      "seconds",
      { pseudonyms: { keys: [{ ...key, notBefore: 1_764_000_000 }] } },
      "pseudonyms.keys[0].notBefore",
      "1764000000000",
    ],
    [
      "a date as text",
      { pseudonyms: { keys: [{ ...key, notAfter: "soon" }] } },
      "pseudonyms.keys[0].notAfter",
      "epoch milliseconds",
    ],
    [
      "an end before its begin",
      { pseudonyms: { keys: [{ ...key, notBefore: 1_764_000_000_000, notAfter: 1_764_000_000_000 }] } },
      "pseudonyms.keys[0].notAfter",
      "never valid",
    ],
    ["a limit of nothing", { limits: { maxDepth: 0 } }, "limits.maxDepth", "from 1 to 512"],
    ["a broken limit", { limits: { maxNodes: 1.5 } }, "limits.maxNodes", "whole number"],
    ["a limit that is none", { limits: { maxDeph: 3 } }, "limits.maxDeph", 'Did you mean "maxDepth"?'],
  ])("%s", (_, policy, field, problem) => {
    const error = errorOf(policy);
    expect(error.field).toBe(field);
    expect(error.problem).toContain(problem);
    expect(error.message).toBe(`Sanitizer policy, ${field}: ${error.problem}`);
    expect(error.message).toMatch(/[.?]$/u);
  });

  test("no message holds a secret", () => {
    const canary = "cNrY7";
    const policies = [
      { pseudonyms: { keys: [{ kid: "a", secret: canary }] } },
      { pseudonyms: { keys: [{ kid: "a", secret: canary, extra: 1 }] } },
      { pseudonyms: { keys: [canary] } },
      { pseudonyms: canary },
      { pseudonyms: { keys: canary } },
      { pseudonyms: { tenant: 1, keys: [{ ...key, secret: canary.repeat(9) }] } },
      { literals: [{ name: "a", values: canary }] },
      { literals: [canary] },
      { literals: canary },
      { literals: [{ name: "a", values: [canary, "x"] }] },
      { literals: [{ name: "a", values: [canary], actoin: 1 }] },
      { literals: [{ name: "a", values: [{ canary }] }] },
    ];
    for (const policy of policies) expect(errorOf(policy).message).not.toContain(canary);
  });
});

describe("what is filled in", () => {
  test("the default policy says of each detector what becomes of its findings", () => {
    const policy = parsePolicy();
    expect(policy).toEqual({
      name: "default",
      detectors: { ...Object.fromEntries(DETECTORS.map((name) => [name, "mask"])), ip_address: "anonymise" },
      kinds: {},
      keys: [],
      keepKeys: [],
      allowKeys: undefined,
      literals: [],
      patterns: [],
      pseudonyms: undefined,
      limits: defaultLimits,
    });
    expect(parsePolicy({})).toEqual(policy);
    expect(parsePolicy("default")).toEqual(policy);
  });

  test("what is given stands before what the preset says", () => {
    const policy = parsePolicy({
      name: "ours",
      extends: "pci",
      detectors: { email: "remove", custom: "remove" },
      kinds: { "payment_card.cvv": "drop" },
      keys: [{ match: "badge*" }, { match: "seat", action: "remove" }],
      literals: [{ name: "vault", values: [" abcd-efgh\n", "abcd-efgh"] }],
      patterns: [{ name: "id", anchor: "EMP", pattern: "EMP\\d+", action: "keep" }],
      limits: { maxDepth: 8 },
    });
    expect(policy).toMatchObject({
      name: "ours",
      detectors: { email: "remove", payment_card: "partial", phone: "mask" },
      kinds: { "payment_card.cvv": "drop", "payment_card.track": "remove" },
      keys: [
        { match: "badge*", action: "mask" },
        { match: "seat", action: "remove" },
      ],
      literals: [{ name: "vault", values: ["abcd-efgh"], action: "remove" }],
      patterns: [{ name: "id", maxLength: 256, action: "keep" }],
      limits: { maxDepth: 8, maxNodes: defaultLimits.maxNodes },
    });
  });

  test("keys of pseudonyms: bytes of one's own, valid always where nothing is said", () => {
    const bytes = new TextEncoder().encode(SECRET);
    const { pseudonyms } = parsePolicy({ pseudonyms: { keys: [key, { kid: "k2", secret: bytes, notBefore: 0 }] } });
    expect(pseudonyms).toEqual({
      tenant: "",
      keys: [
        { kid: "k1", secret: bytes, notBefore: Number.NEGATIVE_INFINITY, notAfter: Number.POSITIVE_INFINITY },
        { kid: "k2", secret: bytes, notBefore: 0, notAfter: Number.POSITIVE_INFINITY },
      ],
    });
    expect(pseudonyms?.keys[1]?.secret).not.toBe(bytes);
  });

  test("a name of its own for every policy that is no preset", () => {
    expect(parsePolicy({ extends: "gdpr" }).name).toBe("gdpr");
    expect(parsePolicy({ name: "gdpr", extends: "gdpr" }).name).toBe("gdpr");
    expect(parsePolicy({ extends: "gdpr", keepKeys: ["a"] }).name).toBe("custom");
  });

  test("allowed keys are added to those of strict, and stand alone otherwise", () => {
    expect(parsePolicy({ extends: "strict", allowKeys: ["order.count"] }).allowKeys).toEqual([
      ...allowedKeys,
      "order.count",
    ]);
    expect(parsePolicy({ allowKeys: ["order.*"] }).allowKeys).toEqual(["order.*"]);
  });
});

describe("presets", () => {
  it.each(PRESETS)("%s masks, or tells no more than a part", (preset) => {
    const policy = parsePolicy(preset);
    expect(policy.name).toBe(preset);
    expect(Object.keys(policy.detectors)).toEqual([...DETECTORS]);
    for (const action of Object.values(policy.detectors)) expect(["mask", "anonymise", "partial"]).toContain(action);
    for (const name of Object.keys(policy.kinds)) expect(knownKinds.has(name), name).toBe(true);
  });

  test("gdpr makes pseudonyms where there are keys, never of cards", () => {
    expect(parsePolicy("gdpr").detectors.email).toBe("mask");
    expect(parsePolicy("gdpr").keys).toContainEqual({ match: "user.id", action: "mask" });
    const withKeys = parsePolicy({ extends: "gdpr", pseudonyms: { keys: [key] } });
    expect(withKeys.detectors).toMatchObject({ email: "pseudonymise", payment_card: "mask", ip_address: "anonymise" });
    expect(withKeys.keys).toContainEqual({ match: "user.id", action: "pseudonymise" });
  });

  test("strict lets no key pass that is sensitive by its name, or that is a person's", () => {
    const classify = createKeyClassifier();
    expect(allowedKeys.filter((name) => classify(name) !== undefined)).toEqual([]);
    expect(allowedKeys.filter((name) => /^(?:user|enduser|client)\b/u.test(name))).toEqual([]);
    expect(new Set(allowedKeys).size).toBe(allowedKeys.length);
  });
});

test("every kind that the code names is known, with a mask and a detector", () => {
  const root = join(import.meta.dirname, "../detect");
  const sources = globSync("**/*.ts", { cwd: root }).filter((file) => !/\.(?:test|bench)\.ts$/u.test(file));
  const named = sources.flatMap((file) =>
    Array.from(readFileSync(join(root, file), "utf8").matchAll(/kindOf\(\s*"\w+",\s*"([\w.]+)"/gu), ([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => name !== "key_name.rule" && !knownKinds.has(name ?? ""))).toEqual([]);
  for (const [name, kind] of knownKinds) {
    expect(name.split(".")[0], name).toBe(kind.detector);
    for (const action of ACTIONS.filter((one) => one !== "pseudonymise")) {
      const isRefused = kind.alwaysMasked && (action === "partial" || action === "anonymise");
      if (!isRefused) expect(parsePolicy({ kinds: { [name]: action } }).kinds[name]).toBe(action);
    }
  }
});
