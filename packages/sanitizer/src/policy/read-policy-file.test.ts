import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, test, vi } from "vitest";

import { PolicyError } from "../model/policy-error.ts";
import { Hmac } from "../replace/hmac.ts";
import { createSanitizer } from "../walk/create-sanitizer.ts";
import { readPolicyFile } from "./read-policy-file.ts";

const SECRET = "3Vb9-xkQ2_plm0Zt7-Rw51uYc8-Ja64dEe";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-file-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string | Uint8Array, name = "policy.yaml"): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function errorOf(path: string): PolicyError {
  try {
    readPolicyFile(path);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("the file was accepted");
}

test.each([
  ["YAML", "name: mine\nextends: gdpr\ndetectors:\n  email: drop\n"],
  ["JSON", '{ "name": "mine", "extends": "gdpr", "detectors": { "email": "drop" } }'],
])("%s", (_, text) => {
  expect(readPolicyFile(fileWith(text))).toEqual({ name: "mine", extends: "gdpr", detectors: { email: "drop" } });
});

describe("secrets and instants", () => {
  const policy = `
extends: gdpr
pseudonyms:
  keys:
    - { kid: old, secret: { env: POLICY_TEST_KEY }, notAfter: 2026-11-01T00:00:00+01:00 }
    - { kid: new, secret: { file: keys/new }, notBefore: 2026-11-01 }
    - { kid: raw, secret: { file: raw.key } }
literals:
  - name: vault
    values: [plain-value, { env: POLICY_TEST_VALUE }, { file: value.txt }]
`;

  it("come from the environment and from files beside the policy", () => {
    vi.stubEnv("POLICY_TEST_KEY", SECRET);
    vi.stubEnv("POLICY_TEST_VALUE", "kV9-zq/Lw+87pX");
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
    rmSync(join(folder, "keys"), { recursive: true, force: true });
    const path = fileWith(policy.replace("keys/new", "new.key"));
    fileWith(`${SECRET}2\n`, "new.key");
    fileWith(bytes, "raw.key");
    fileWith("value-of-a-file\r\n", "value.txt");
    const read = readPolicyFile(path);
    expect(read).toEqual({
      extends: "gdpr",
      pseudonyms: {
        keys: [
          { kid: "old", secret: SECRET, notAfter: Date.UTC(2026, 9, 31, 23) },
          { kid: "new", secret: `${SECRET}2`, notBefore: Date.UTC(2026, 10, 1) },
          { kid: "raw", secret: bytes },
        ],
      },
      literals: [{ name: "vault", values: ["plain-value", "kV9-zq/Lw+87pX", "value-of-a-file"] }],
    });
    expect(createSanitizer(read).text("a value-of-a-file b").text).toBe("a [REDACTED:custom] b");
    vi.unstubAllEnvs();
  });

  it.each([
    [
      "a variable that is not set",
      "literals:\n- name: a\n  values:\n    - { env: POLICY_TEST_NONE }\n",
      4,
      '"POLICY_TEST_NONE" is not set',
    ],
    [
      "a file that is not there",
      "literals:\n- name: a\n  values: [{ file: none.txt }]\n",
      3,
      "none.txt cannot be read (ENOENT)",
    ],
    [
      "another source",
      "literals:\n- name: a\n  values: [{ vault: x }]\n",
      3,
      "give a text, { env: NAME } or { file: path }",
    ],
    ["two sources", "literals:\n- name: a\n  values: [{ env: x, file: y }]\n", 3, "of another form"],
    ["a short one", "pseudonyms:\n  keys:\n  - kid: a\n    secret: canary-secret\n", 4, "13 bytes were given"],
    [
      "no instant",
      "pseudonyms:\n  keys:\n  - kid: a\n    secret: 0123456789abcdef0123456789abcdef\n    notAfter: tomorrow\n",
      5,
      "epoch milliseconds",
    ],
  ])("%s is named with its line", (_, text, line, problem) => {
    const path = fileWith(text);
    const { message } = errorOf(path);
    expect(message).toMatch(`Sanitizer policy, ${path}:${String(line)}, `);
    expect(message).toContain(problem);
    expect(message).not.toContain("canary");
  });
});

describe("what cannot be used is named with its line", () => {
  it.each([
    ["a field that is none", "name: a\ndetector:\n  email: mask\n", 2, "detector", 'Did you mean "detectors"'],
    ["a detector", "detectors:\n\n  # who\n  emial: mask\n", 4, "detectors.emial", "email"],
    [
      "a kind with a dot",
      "kinds:\n  payment_card.track: remove\n  payment_card.cvv: partial\n",
      3,
      "kinds.payment_card.cvv",
      "told",
    ],
    ["in JSON", '{\n "keys": [\n  { "match": "a" },\n  { "match": "*" }\n ]\n}', 4, "keys[1].match", "every key"],
    ["what is not there", "name: a\nkeys:\n  - action: mask\n", 3, "keys[0].match", "nothing was given"],
    ["a list", "- a\n", 1, "(root)", "a list was given"],
    ["a text", "strict\n", 1, "(root)", "extends: gdpr"],
    [
      "a key's name that is a number",
      `pseudonyms:\n  keys:\n  - kid: 2026\n    secret: ${SECRET}\n`,
      3,
      "pseudonyms.keys[0].kid",
      'kid: "2026"',
    ],
    [
      "an instant that is none",
      `pseudonyms:\n  keys:\n  - kid: a\n    secret: ${SECRET}\n    notAfter: soon\n`,
      5,
      "pseudonyms.keys[0].notAfter",
      "2027-01-01T00:00:00Z",
    ],
    [
      "another word for an action",
      "detectors:\n  email: redact\n",
      2,
      "detectors.email",
      'Use "mask". Actions: mask, partial,',
    ],
  ])("%s", (_, text, line, field, problem) => {
    const path = fileWith(text);
    const error = errorOf(path);
    expect(error.field).toBe(`${path}:${String(line)}, ${field}`);
    expect(error.problem).toContain(problem);
  });
});

test.each([
  ["no YAML", 'literals:\n  - name: vault\n    values: ["canary7x2LmT9\n', /neither YAML nor JSON/],
  ["an alias of nothing", "literals: *canary\n", /neither YAML nor JSON|aliases/],
  ["a bomb", `a: &a [x, x]\nb: &b [*a, *a]\nname: [${"*b, ".repeat(200)}]\n`, /aliases/],
  ["too much", `# ${"x".repeat(1_048_576)}\n`, /at most 1048576/],
])("%s is refused, and no secret is quoted", (_, text, message) => {
  const error = errorOf(fileWith(text));
  expect(error.message).toMatch(message);
  expect(error.message).not.toMatch(/canary/);
});

test("the example of the documentation is a policy", () => {
  const docs = readFileSync(join(import.meta.dirname, "../../../../docs/sanitizing.md"), "utf8");
  const [, example = ""] = /### In a file\s+```yaml\n(.*?)```/su.exec(docs) ?? [];
  for (const name of ["DB_PASSWORD", "PSEUDONYM_KEY_2026", "PSEUDONYM_KEY_2027"]) vi.stubEnv(name, `${SECRET}${name}`);
  fileWith("webhook-secret\n", "webhook");
  const sanitizer = createSanitizer(readPolicyFile(fileWith(example.replace("secrets/webhook", "webhook"))));
  vi.unstubAllEnvs();
  expect(sanitizer.policyName).toBe("billing");
  const { text } = sanitizer.text("EMP-123456 of jane@example.com sent webhook-secret");
  expect(text).toMatch(/^\[REDACTED:custom\] of hmac:202[67]:[\w-]{22} sent \[REDACTED:custom\]$/u);
});

test("pseudonyms are left alone by a second pass, whatever the key is called and wherever they stand", () => {
  const sanitizer = createSanitizer();
  const hmac = new Hmac(new TextEncoder().encode(SECRET));
  for (const kid of ["k1", "2026-11", "A_b", "4111111111111111"]) {
    for (let i = 0; i < 500; i++) {
      const pseudonym = `hmac:${kid}:${hmac.of(String(i))}`;
      const text = `to ${pseudonym}, password=${pseudonym} https://a.example/?token=${pseudonym}`;
      expect(sanitizer.text(text).text).toBe(text);
    }
  }
});

test("a file that is not there is named, a folder too", () => {
  expect(errorOf(join(folder, "nowhere.yaml")).message).toMatch(/nowhere\.yaml: the file cannot be read \(ENOENT\)/);
  expect(errorOf(folder).message).toContain("cannot be read (EISDIR)");
});

test.each(["", "# nothing yet\n", "---\n"])("an empty file (%j) is the default policy", (text) => {
  expect(createSanitizer(readPolicyFile(fileWith(text))).policyName).toBe("default");
});

test.each([
  ["a tab", "detectors:\n\temail: mask\n", 2, "indented by a tab"],
  ["a key twice", "name: a\nname: b\n", 2, "stands twice"],
  ["a quote", 'name: "a\n', 2, "a quote, bracket"],
  ["a second document", "name: a\n---\nname: b\n", 2, "second document"],
  ["two colons", "name: a: b\n", 1, "two colons"],
])("%s is named in words", (_, text, line, words) => {
  const path = fileWith(text);
  const { message } = errorOf(path);
  expect(message).toContain(`${path}:${String(line)}: `);
  expect(message).toContain(words);
  expect(message).not.toMatch(/[A-Z]+_[A-Z]+/u);
});

const TOKEN = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;

test.each([
  ["a name", 'name: "password=Zk81mQpx"\n'],
  ["a preset", 'extends: "password=Zk81mQpx"\n'],
  ["a field", '"password=Zk81mQpx": 1\n'],
  ["a field that is a token", `${TOKEN}: 1\n`],
  ["an action", `detectors: { email: "sha1 ${TOKEN}" }\n`],
  ["a variable", 'literals: [{ name: a, values: [{ env: "password=Zk81mQpx" }] }]\n'],
  ["a file", 'literals: [{ name: a, values: [{ file: "password=Zk81mQpx" }] }]\n'],
  ["a long text", `name: "${"x ".repeat(26)}password=Zk81mQpxAAAA"\n`],
])("%s that holds a secret is quoted without it", (_, text) => {
  expect(errorOf(fileWith(text)).message).not.toMatch(/Zk81|a1B2/u);
});
