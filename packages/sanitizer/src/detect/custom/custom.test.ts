import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { parsePolicy } from "../../policy/parse-policy.ts";
import { detectorsFor } from "../detectors.ts";
import { customDetector } from "./custom.ts";

const SECRET = "kV9-zq/Lw+87pX";
const literal = (...values: readonly string[]) => ({ name: "vault", values, action: "mask" as const });
const literals = (...values: readonly string[]) => finder([customDetector([literal(...values)], [])]);
const find = literals(SECRET);
const pattern = (anchor: string, source: string, maxLength = 256) => ({
  name: "id",
  anchor,
  pattern: source,
  maxLength,
  action: "mask" as const,
});
const patterns = (...parts: Parameters<typeof pattern>) => finder([customDetector([], [pattern(...parts)])]);

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const urlSafe = (text: string): string => Buffer.from(text).toString("base64url");

function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value);
  const forms = [value, value.normalize("NFD"), json, JSON.stringify(json), base64(value), urlSafe(value)];
  if (value.isWellFormed()) forms.push(encodeURIComponent(value), new URLSearchParams({ value }).toString());
  return forms;
}

/** Whether all of `value`, which stands in the text at `start`, was found as something. */
function isCovered(found: readonly string[], text: string, [start, end]: readonly [number, number]): boolean {
  const covered = Array.from({ length: text.length }, () => false);
  let at = 0;
  for (const hit of found) {
    const shown = hit.slice(hit.indexOf("=") + 1);
    at = text.indexOf(shown, at) + shown.length;
    covered.fill(true, at - shown.length, at);
  }
  return covered.slice(start, end).every(Boolean);
}

describe("a known value", () => {
  it.each<[string, string, string]>([
    ["as it stands", `got ${SECRET}.`, SECRET],
    ["inside a word", `x${SECRET}y`, SECRET],
    ["percent-encoded", `?a=${encodeURIComponent(SECRET)}&b`, encodeURIComponent(SECRET)],
    ["percent-encoded in lower case", "?a=kV9-zq%2fLw%2b87pX", "kV9-zq%2fLw%2b87pX"],
    ["in JSON with escaped slashes", `{"a":"kV9-zq\\/Lw+87pX"}`, "kV9-zq\\/Lw+87pX"],
    ["in base64", `a: ${base64(SECRET)}`, base64(SECRET)],
    ["in url-safe base64", `a: ${urlSafe(SECRET)}`, urlSafe(SECRET)],
  ])("%s", (_, text, expected) => {
    expect(find(text)).toEqual([`custom.vault=${expected}`]);
  });

  it.each([
    ["spaces, quotes and line ends", 'aB "quoted"\nline\tü€ end'],
    ["letters beyond ASCII", "Schlüßel-für-Überall"],
    ["characters of two units", "pass👍🏽word👨‍👩‍👧"],
    ["a lone half of a pair", "pass\ud83dword"],
    ["all marks", "a!b'c(d)e*f~g"],
  ])("with %s, in each form", (_, value) => {
    const found = literals(value);
    for (const form of formsOf(value)) expect(found(`<<${form}>>`), form).toHaveLength(1);
    for (const form of formsOf(`${value.slice(0, -1)}#`)) expect(found(`<<${form}>>`), form).toEqual([]);
  });

  it("in base64 together with other bytes, whatever stands around it", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 30 }).filter((value) => value.trim() === value),
        fc.uint8Array({ maxLength: 8 }),
        fc.uint8Array({ maxLength: 8 }),
        fc.constantFrom<BufferEncoding>("base64", "base64url"),
        (value, before, after, encoding) => {
          const text = Buffer.concat([before, Buffer.from(value), after]).toString(encoding);
          const [found = ""] = literals(value)(`blob ${text} end`);
          const shown = found.slice("custom.vault=".length).replaceAll("=", "");
          // No character that holds a bit of the value is left.
          const first = Math.floor((before.length * 8) / 6);
          const last = Math.ceil(((before.length + Buffer.byteLength(value)) * 8) / 6);
          expect(shown).toBe(text.replaceAll("=", "").slice(first, last));
        },
      ),
    );
  });

  it("shorter than eight characters only where it stands for itself", () => {
    const short = literals("pass1", "ab+cd");
    expect(short("pass1 (pass1) x=pass1, /pass1/")).toHaveLength(4);
    expect(short("compass17 pass12 bypass1 pass1_x äpass1 pass1ß")).toEqual([]);
    expect(short("ab+cd xab+cd ab+cdx")).toHaveLength(1);
    expect(short(`${base64("pass1")} x${base64("pass1")}`)).toEqual([
      `custom.vault=${base64("pass1").replace("=", "")}`,
    ]);
  });

  it("is told apart by case", () => {
    expect(find(SECRET.toUpperCase())).toEqual([]);
  });

  it("in a text of any length, beside thousands of its like", () => {
    const filler = "an ordinary line with 12345 numbers\n".repeat(4_000);
    expect(find(`${filler}${SECRET}${filler}ü${SECRET}`)).toHaveLength(2);
    const many = Array.from({ length: 400 }, (_, i) => `secret-value-${String(i * 7_919)}-end`);
    const found = literals(...many);
    expect(many.flatMap((value) => found(`x ${value} y`))).toEqual(many.map((value) => `custom.vault=${value}`));
  });
});

describe("among all detectors", () => {
  const all = (...values: readonly string[]) =>
    finder(detectorsFor(parsePolicy({ literals: [{ name: "vault", values }] })));

  it.each([
    ["digits", "8823119944107"],
    ["digits behind letters", "ab8823119944cd"],
    ["hexadecimal", "deadbeef00112233"],
    ["a UUID", "0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f"],
    ["a host", "internal-host.example"],
    ["a date", "2026-11-25"],
    ["an e-mail address", "mira.kovacs@northwind-mail.net"],
    ["a phone number", "+44 20 7946 0958"],
    ["a card", "4111 1111 1111 1111"],
    ["an address", "203.0.113.42"],
  ])("%s is found wherever it stands", (_, value) => {
    const found = all(value);
    const around = [
      ["", ""],
      ["see ", " there"],
      ["https://", "/a?b=c"],
      ["order 17-", ""],
      ["12", "34"],
      ["f00", "f00"],
      ["mira@", ""],
      ["+", ""],
      ["password=", ""],
      ['{"id":"', '"}'],
    ];
    for (const [before = "", after = ""] of around) {
      for (const filler of ["", ` ${"x".repeat(600)} `]) {
        const text = filler + before + value + after + filler;
        const start = filler.length + before.length;
        expect(isCovered(found(text), text, [start, start + value.length]), text).toBe(true);
      }
    }
    expect(found(`see ${value} there`)).toEqual([`custom.vault=${value}`]);
  });

  it("is found across the edges of what others find", () => {
    expect(all("mail.net then more")("to mira@northwind-mail.net then more")).toEqual([
      "email=mira@northwind-mail.net",
      "custom.vault= then more",
    ]);
    const masked = finder(
      detectorsFor(
        parsePolicy({ patterns: [{ name: "id", anchor: "-tail", pattern: "[a-z]+ \\w+@\\w+\\.net-tail" }] }),
      ),
    );
    expect(masked("to mira@northwind.net-tail").join()).toContain("-tail");
  });

  it("in random company", () => {
    const scraps = fc.constantFrom(
      ..."https:// @ . / ? = & token= 4111 12 ff0 - + ( 2026-11-25 %20 \\u0041 ü bob eyJ Bearer  password: AKIA : 192.168.".split(
        " ",
      ),
      " ",
    );
    const values = ["88-23119944", "kv9zqLw87pX", "10.20.30.40:99", "Xy.zz@northwind", "0xfeed1234"];
    const found = all(...values);
    fc.assert(
      fc.property(fc.array(scraps), fc.constantFrom(...values), fc.array(scraps), (before, value, after) => {
        const text = before.join("") + value + after.join("");
        const start = before.join("").length;
        expect(isCovered(found(text), text, [start, start + value.length]), text).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a pattern", () => {
  it.each<[string, Parameters<typeof pattern>, string, string[]]>([
    ["behind its anchor", ["acme_", "acme_[a-z0-9]{8}"], "x acme_a1b2c3d4e5, acme_zz", ["acme_a1b2c3d4"]],
    ["before its anchor", ["@acme", "[a-z.]+@acme\\b"], "to bob.b@acme and @acmes", ["bob.b@acme"]],
    ["with word boundaries", ["EMP", "\\bEMP\\d{3}\\b"], "EMP123 XEMP123 EMP1234 (EMP999)", ["EMP123", "EMP999"]],
    ["twice side by side", ["id-", "id-\\d;"], "id-1;id-2;id-3", ["id-1;", "id-2;"]],
    [
      "with choices and groups",
      ["cust", "(?:old)?cust(?<n>omer|)-\\d+"],
      "oldcust-1 customer-22 custom-3",
      ["oldcust-1", "customer-22"],
    ],
    ["with looks around", ["key", "(?<=: )key\\d+(?!\\d|x)"], "a: key12 b:key13 c: key14x", ["key12"]],
    ["at the edges", ["abc", "abc"], "abc x abc", ["abc", "abc"]],
    ["in its case", ["abc", "abc"], "ABC Abc", []],
    ["not in a mask", ["card", "[a-z_]*card"], "[REDACTED:payment_card] card", ["card"]],
  ])("%s", (_, parts, text, expected) => {
    expect(patterns(...parts)(text)).toEqual(expected.map((found) => `custom.id=${found}`));
  });

  it("finds the same in one text after another, and again in the same one", () => {
    const found = patterns("acme_", "acme_\\d+");
    for (const text of ["acme_1 acme_2", "x acme_3", "acme_4", "acme_4", "acme_ acme_5", "x acme_3"]) {
      expect(found(text)).toEqual(Array.from(text.matchAll(/acme_\d+/gu), ([match]) => `custom.id=${match}`));
    }
  });

  it("finds what the expression by itself finds", () => {
    const source = "[a-f]{0,3}key-[a-z]*;";
    const found = patterns("key-", source, 32);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("key-", "ab", "f", "z", ";", " ", "ke"), { maxLength: 200 }), (scraps) => {
        const text = scraps.join("");
        const expected = Array.from(text.matchAll(RegExp(source, "gu")), ([match]) => `custom.id=${match}`);
        expect(found(text)).toEqual(expected);
      }),
    );
  });
});
