import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { createCachedKeyClassifier } from "../key-name/key-classifier.ts";
import { SENSITIVE_NAMES, TAILS } from "../key-name/sensitive-names.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { assignmentDetector } from "./assignment.ts";
import { anchorsOf } from "./key/anchors.ts";
import { endingsOf } from "./key/endings.ts";

const find = finder([assignmentDetector()], createCachedKeyClassifier());
const values = (text: string): readonly string[] => find(text).map((one) => one.slice(one.indexOf("=") + 1));

const key = fc.constantFrom(
  "password",
  "DB_PASSWORD",
  "apiKey",
  "client_secret",
  "access-token",
  "user.passphrase",
  "Passwd",
);
/** What a machine draws: letters of both cases and digits. */
const secret = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/u).map((drawn) => `aQ7${drawn}k3Z`);
const form = fc.constantFrom<(name: string, value: string) => string>(
  (name, value) => `${name}=${value}`,
  (name, value) => `${name}="${value}"`,
  (name, value) => `${name} = '${value}'`,
  (name, value) => `"${name}":"${value}"`,
  (name, value) => `"${name}" => "${value}"`,
  (name, value) => `${name}: ${value}`,
  (name, value) => `--${name} ${value}`,
  (name, value) => `--${name}=${value}`,
  (name, value) => `<${name}>${value}</${name}>`,
  (name, value) => `${name}%3D${value}`,
  (name, value) => JSON.stringify(JSON.stringify({ [name]: value })).slice(1, -1),
  (name, value) => JSON.stringify({ inner: JSON.stringify({ [name]: value }) }),
);
const before = fc.constantFrom("", " ", "\n", "\t", ", ", "; ", "at 12:30 ", "user 42 ");
const after = fc.constantFrom("", " ", "\n", "\t", ", ", "; ", " at 12:30", " user 42", "\r\nHost: x");

it("is found in each form, exactly, whatever stands about it", () => {
  fc.assert(
    fc.property(before, key, secret, form, after, (left, name, value, write, right) => {
      expect(values(left + write(name, value) + right)).toEqual([value]);
    }),
    { numRuns: 1_000 },
  );
});

it("is not found without the name's last letter", () => {
  fc.assert(
    fc.property(key, secret, form, (name, value, write) => {
      expect(values(write(`${name.slice(0, -1)}x`, value))).toEqual([]);
    }),
  );
});

it("is not found again where it was replaced", () => {
  fc.assert(
    fc.property(key, secret, form, (name, value, write) => {
      expect(values(write(name, value).replace(value, "[REDACTED:assignment]"))).toEqual([]);
    }),
  );
});

it("reports only what lies in the text, in order, for any text", () => {
  const program = compile([assignmentDetector()], createCachedKeyClassifier());
  const scan = new TextScan(program);
  const part = fc.oneof(
    fc.constantFrom(
      ..."password token secret = : \" ' \\ < > { } [ ] ( ) , ; & %3D %22 -- - | \n \r\n is value".split(" "),
      " ",
    ),
    fc.array(fc.nat(0xffff), { maxLength: 6 }).map((codes) => String.fromCharCode(...codes)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      scanText(scan, program, text);
      const { ranges } = scan;
      expect(ranges).toEqual(ranges.toSorted((a, b) => a - b));
      expect(ranges.every((at) => at >= 0 && at <= text.length)).toBe(true);
      expect(ranges.every((at, i) => i % 2 === 0 || at > (ranges[i - 1] ?? at))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it("has an anchor and an ending for every name that is looked for in texts", () => {
  const anchors = anchorsOf();
  const mayEndName = endingsOf();
  for (const { names, inText } of SENSITIVE_NAMES) {
    for (const name of inText ? names : []) {
      expect(
        anchors.some((anchor) =>
          name
            .split(" ")
            .slice(-2)
            .some((word) => word.normalize("NFC").includes(anchor)),
        ),
        name,
      ).toBe(true);
      for (const written of [
        name,
        `${name}s`,
        name.replaceAll(" ", "_"),
        `${name}_2`,
        ...[...TAILS].map((tail) => `${name}_${tail}`),
      ]) {
        expect(mayEndName(written, written.length), written).toBe(true);
      }
    }
  }
});

it("takes time in proportion to the text, however hostile", () => {
  const pieces = [
    "password=",
    'password="',
    "password:'",
    "--password ",
    "<password>",
    "password%3D",
    String.raw`\"password\":\"`,
    "token token ",
    "token=token=",
    '["password",',
    "password\n  value: ",
    '{"password":{"value":',
    "a-password-",
    "key ",
    "birth ",
  ];
  for (const piece of pieces) {
    const small = steps(piece, 4_000);
    const large = steps(piece, 64_000);
    expect(large / small, piece).toBeLessThan(16 * 2);
  }
});

/** Characters read, which a clock cannot disturb. */
function steps(piece: string, length: number): number {
  const program = compile([assignmentDetector()], createCachedKeyClassifier());
  const scan = new TextScan(program);
  const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  let read = 0;
  const original = String.prototype.charCodeAt;
  Reflect.set(String.prototype, "charCodeAt", function count(this: string, index: number): number {
    read++;
    return original.call(this, index);
  });
  try {
    scanText(scan, program, text);
  } finally {
    Reflect.set(String.prototype, "charCodeAt", original);
  }
  return read;
}
