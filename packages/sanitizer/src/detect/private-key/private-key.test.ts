import { createPrivateKey, generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { privateKeyCases } from "../../../test/corpus/private-key.ts";
import { finder } from "../../../test/find.ts";
import { privateKeyDetector } from "./private-key.ts";

const find = finder([privateKeyDetector]);

const line = (seed: number, length = 64): string =>
  Array.from(
    { length },
    (_, i) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[(seed * 31 + i * i * 7 + i * seed) % 64],
  ).join("");
const lines = [line(1), line(2), line(3), `${line(5, 30)}==`];
const block = (label: string, newline = "\n", body: readonly string[] = lines): string =>
  [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`].join(newline);
const pem = block("RSA PRIVATE KEY");

describe("blocks", () => {
  it.each([
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "DSA PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
    "ED25519 PRIVATE KEY",
    "ENCRYPTED SIGSTORE PRIVATE KEY",
    "ANY PRIVATE KEY",
  ])("of a %s are found whole", (label) => {
    expect(find(`loaded\n${block(label)}\nfrom disk`)).toEqual([`private_key=${block(label)}`]);
  });

  it.each([
    ["Windows lines", "\r\n"],
    ["escaped lines", String.raw`\n`],
    ["escaped Windows lines", String.raw`\r\n`],
    ["lines escaped twice", String.raw`\\n`],
    ["lines as code units", String.raw`\u000a`],
    ["blanks", " "],
    ["nothing", ""],
    ["encoded lines", "%0A"],
    ["entities", "&#10;"],
    ["hexadecimal entities", "&#xA;"],
    ["tags", "<br>"],
    ["indentation", "\n    "],
    ["the name of a container", "\nweb_1  | "],
    ["a quotation", "\n> "],
    ["a list", '",\n  "'],
    ["code", '\\n" +\n  "'],
  ])("with %s between their lines are found, whole and cut off", (_, newline) => {
    const text = block("PRIVATE KEY", newline);
    expect(find(`{"k":"${text}","level":50}`)).toEqual([`private_key=${text}`]);
    const cut = text.slice(0, text.indexOf("-----END") - newline.length - 12);
    expect(find(`k=${cut}`)).toEqual([`private_key=${cut}`]);
    expect(find(`k=${cut}...[truncated]`)).toEqual([`private_key=${cut}`]);
    expect(find(`{"k":"${cut}","level":50,"name":"worker"}`)).toEqual([`private_key=${cut}`]);
  });

  it.each([
    [
      "header lines",
      block("RSA PRIVATE KEY", "\n", [
        "Proc-Type: 4,ENCRYPTED",
        "DEK-Info: AES-256-CBC,0123456789ABCDEF",
        "",
        ...lines,
      ]),
    ],
    [
      "the header lines of PGP",
      block("PGP PRIVATE KEY BLOCK", "\n", ["Version: GnuPG v2", "Comment: invented", "", ...lines, "=aB3d"]),
    ],
    ["encoded blanks", block("RSA PRIVATE KEY", "%0A").replaceAll(" ", "%20")],
    ["the blanks of a form", block("RSA PRIVATE KEY", "%0A").replaceAll(" ", "+")],
    ["escaped slashes", block("PRIVATE KEY", String.raw`\n`).replaceAll("/", String.raw`\/`)],
    [
      "four hyphens",
      block("SSH2 ENCRYPTED PRIVATE KEY")
        .replaceAll("-----", "----")
        .replaceAll("----BEGIN", "---- BEGIN")
        .replaceAll("----END", "---- END")
        .replaceAll("KEY----", "KEY ----"),
    ],
    [
      "hexadecimal lines",
      block("OpenVPN Static key V1", "\n", ["0a1b2c3d4e5f60718293a4b5c6d7e8f9", "f9e8d7c6b5a4938271605f4e3d2c1b0a"]),
    ],
  ])("with %s are found", (_, text) => {
    expect(find(`old ${text} end`)).toEqual([`private_key=${text}`]);
  });

  it("are found one after the other, and beside a certificate", () => {
    const other = block("EC PRIVATE KEY");
    expect(find(`${pem}\n${other}\n`)).toEqual([`private_key=${pem}`, `private_key=${other}`]);
    expect(find(`${block("CERTIFICATE")}\n${pem}`)).toEqual([`private_key=${pem}`]);
    expect(find(`${pem}\n${block("CERTIFICATE")}`)).toEqual([`private_key=${pem}`]);
  });

  it("are found where the end is missing and another follows", () => {
    const cut = pem.slice(0, -70);
    expect(find(`${cut}\n${block("CERTIFICATE")}`)).toEqual([`private_key=${cut}`]);
    expect(find(`${cut}\n${pem}`)).toEqual([`private_key=${cut}`, `private_key=${pem}`]);
  });

  it.each([33, 36, 45, 60, 102, 110, 150, 170])("cut off behind %i characters lose all key material", (length) => {
    const cut = pem.slice(0, length + 4);
    expect(find(`could not parse ${cut}`)).toEqual([`private_key=${cut}`]);
  });

  it("give way to the sentence behind them", () => {
    const cut = `-----BEGIN PRIVATE KEY-----\n${lines.slice(0, 2).join("\n")}`;
    expect(find(`${cut}\nat Object.parse (node:crypto:12:3)`)).toEqual([`private_key=${cut}`]);
    expect(find(`${cut} could not be read by worker 3`)).toEqual([`private_key=${cut}`]);
    expect(find(`${cut}\n2026-11-25T04:51:48.123Z INFO next line`)).toEqual([`private_key=${cut}`]);
  });

  it("are found by their end alone", () => {
    const tail = pem.slice(60);
    expect(find(tail)).toEqual([`private_key=${tail}`]);
    const escaped = block("PRIVATE KEY", String.raw`\n`).slice(70);
    expect(find(`...${escaped}","level":50`)).toEqual([`private_key=${escaped}`]);
  });

  it("that node writes are found", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const text = privateKey.export({ format: "pem", type: "pkcs8" }).toString().trim();
    expect(createPrivateKey(text).type).toBe("private");
    expect(find(`Error: ${text}`)).toEqual([`private_key=${text}`]);
  });
});

describe("keys without their lines", () => {
  const keys = [
    ["rsa", generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["rsa of 1024 bits", generateKeyPairSync("rsa", { modulusLength: 1024 })],
    ["P-256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["P-384", generateKeyPairSync("ec", { namedCurve: "P-384" })],
    ["P-521", generateKeyPairSync("ec", { namedCurve: "P-521" })],
    ["ed25519", generateKeyPairSync("ed25519")],
    ["x25519", generateKeyPairSync("x25519")],
    ["ed448", generateKeyPairSync("ed448")],
  ] as const;

  it.each(keys)("are found: %s", (_, { privateKey, publicKey }) => {
    const text = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
    expect(find(`key ${text} was read`)).toEqual([`private_key.der=${text}`]);
    expect(find(publicKey.export({ format: "der", type: "spki" }).toString("base64"))).toEqual([]);
  });

  it.each(keys.slice(0, 2))("are found in the older form: %s", (_, { privateKey }) => {
    const text = privateKey.export({ format: "der", type: "pkcs1" }).toString("base64");
    expect(find(`{"k":"${text}"}`)).toEqual([`private_key.der=${text}`]);
  });

  it.each(keys.slice(2, 5))("are found in the older form: %s", (_, { privateKey }) => {
    const text = privateKey.export({ format: "der", type: "sec1" }).toString("base64");
    expect(find(`{"k":"${text}"}`)).toEqual([`private_key.der=${text}`]);
  });

  it.each(keys)("are found as JSON Web Key: %s", (_, { privateKey, publicKey }) => {
    const jwk = privateKey.export({ format: "jwk" });
    const secrets = Object.entries(jwk).filter(([name]) => "d p q dp dq qi".split(" ").includes(name));
    const sorted = Object.fromEntries(Object.entries(jwk).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const found = (of: Record<string, unknown>): readonly string[] =>
      Object.entries(of)
        .filter(([name]) => secrets.some(([secret]) => secret === name))
        .map(([, value]) => `private_key.member=${String(value)}`);
    expect(find(JSON.stringify(jwk))).toEqual(found(jwk));
    expect(find(JSON.stringify(sorted))).toEqual(found(sorted));
    expect(find(JSON.stringify(jwk, null, 2))).toEqual(found(jwk));
    expect(find(JSON.stringify({ message: JSON.stringify(jwk) }))).toEqual(found(jwk));
    const inspected = `{ ${Object.entries(jwk)
      .map(([name, value]) => `${name}: '${String(value)}'`)
      .join(", ")} }`;
    expect(find(inspected)).toEqual(found(jwk));
    expect(find(JSON.stringify(publicKey.export({ format: "jwk" })))).toEqual([]);
  });
});

describe("other forms", () => {
  it("PuTTY's private lines are found, its public ones stay", () => {
    const head = `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 1\n${line(7)}\nPrivate-Lines: 2\n`;
    const secret = `${line(8)}\n${line(9, 20)}`;
    for (const newline of ["\n", "\r\n", String.raw`\n`]) {
      const text = `${head}${secret}\nPrivate-MAC: 0a1b2c3d`.replaceAll("\n", newline);
      expect(find(text)).toEqual([`private_key.putty=${secret.replaceAll("\n", newline)}`]);
    }
  });

  it.each([
    ["private_key.word", `${"AGE-SECRET".concat("-KEY-1")}QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE`],
    ["private_key.word", `${"xprv9s21".concat("ZrQH143K")}${line(4, 96).replaceAll(/[+/]/gu, "x")}`],
    ["private_key.word", `RWRTY0Iy${line(6, 200)}`],
    ["private_key.der", `b3BlbnNzaC1rZXktdjE${line(6, 200)}`],
  ])("are found: %s", (kind, text) => {
    expect(find(`the key ${text} leaked`)).toEqual([`${kind}=${text}`]);
  });

  it("members of a key in XML are found", () => {
    const d = `${line(3, 42)}==`;
    expect(find(`<RSAKeyValue><Modulus>${line(2)}</Modulus><D>${d}</D></RSAKeyValue>`)).toEqual([
      `private_key.member=${d}`,
    ]);
  });

  it("members of a key that was cut off are found", () => {
    const d = line(4, 40).replaceAll(/[+/]/gu, "_");
    for (const cut of ["", "...", "… [truncated]"]) {
      expect(find(`{"kty":"EC","crv":"P-256","d":"${d}${cut}`)).toEqual([`private_key.member=${d}`]);
    }
  });

  it("a shared key is found", () => {
    expect(find(`{"kty":"oct","alg":"HS256","k":"${line(2, 43)}"}`.replaceAll(/[+/]/gu, "_"))).toHaveLength(1);
  });
});

it.each([
  "expected -----BEGIN PRIVATE KEY----- but got -----BEGIN CERTIFICATE-----",
  "PEM must begin with -----BEGIN PRIVATE KEY----- and end with -----END PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\n<your key here>\n-----END PRIVATE KEY-----",
  "-----BEGIN RSA PRIVATE KEY-----\nMIIE...\n-----END RSA PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\n[REDACTED]\n-----END PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----${KEY}-----END PRIVATE KEY-----",
  "invalid -----BEGIN PRIVATE KEY----- line",
  "-----BEGIN RSA PRIV",
  "-----BEGIN",
  "no -----END PRIVATE KEY----- found",
  block("CERTIFICATE"),
  block("PUBLIC KEY"),
  block("CERTIFICATE REQUEST"),
  block("PGP PUBLIC KEY BLOCK"),
  block("PUBLIC KEY", String.raw`\n`),
  `${block("CERTIFICATE")}\nno private key`,
  "[REDACTED:private_key]",
  "BEGIN; UPDATE keys SET k = 'PRIVATE KEY'; END",
  '{"d":"0190163d-8694-739b-aea5-966c26f8ad91","k":"some value that is long enough"}',
  `{"d":"${"aB3_".repeat(11)}"}`,
  "{ kty: 'EC', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' }",
  "Private-Lines: 8",
  "AGE-SECRET-KEY-1... is how such a key begins",
  "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudn0mdtsqxqh8j",
  "<P>A paragraph of an old page</P>",
  "xprv is a prefix",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("the corpus", () => {
  const texts = privateKeyCases.flatMap((one) => {
    const text = one.text ?? one.value?.();
    return typeof text === "string" ? [{ ...one, text }] : [];
  });

  it.each(texts.filter(({ negative }) => negative))("leaves $id", ({ text }) => {
    expect(find(text)).toEqual([]);
  });

  it.each(texts.filter(({ negative }) => !negative))("finds $id", ({ text, secrets, keep }) => {
    const ranges = find(text).map((found) => found.slice(found.indexOf("=") + 1));
    for (const { value } of secrets) expect(ranges.join("\n")).toContain(value);
    const rest = ranges.reduce((left, range) => left.replace(range, "x"), text);
    for (const part of keep) expect(rest).toContain(part);
  });
});
