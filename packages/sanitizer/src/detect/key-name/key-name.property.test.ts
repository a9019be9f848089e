import fc from "fast-check";
import { expect, it } from "vitest";

import { createCachedKeyClassifier, createKeyClassifier } from "./key-classifier.ts";

const classify = createCachedKeyClassifier();
const fresh = createKeyClassifier();

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const STYLES: readonly ((words: readonly string[]) => string)[] = [
  (words) => words.join("_"),
  (words) => words.join("-"),
  (words) => words.join("."),
  (words) => words.join(" "),
  (words) => words.join("_").toUpperCase(),
  (words) => words.map((word, i) => (i === 0 ? word : capital(word))).join(""),
  (words) => words.map(capital).join(""),
  (words) => words.map(capital).join("-"),
  (words) => words.join("__"),
];
const style = fc.constantFrom(...STYLES);
/** Ordinary words, none of which changes what a name behind it means. */
const word = fc.constantFrom(
  "db",
  "user",
  "app",
  "admin",
  "billing",
  "order",
  "main",
  "service",
  "prod",
  "client",
  "legacy",
  "my",
);
const name = fc.constantFrom(
  ["password"],
  ["secret"],
  ["token"],
  ["api", "key"],
  ["private", "key"],
  ["passphrase"],
  ["credentials"],
);
const harmless = fc.constantFrom(
  "count",
  "length",
  "policy",
  "expires",
  "type",
  "name",
  "id",
  "url",
  "file",
  "enabled",
  "required",
  "timeout",
  "limit",
  "size",
  "strength",
  "endpoint",
  "version",
  "manager",
  "provider",
  "age",
  "path",
);

/** Any UTF-16 code units, halves of pairs among them. */
const units = fc.array(fc.nat(0xffff), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes));

it("is found in any case style behind any words", () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), name, style, (before, key, write) => {
      expect(classify(write([...before, ...key]))).toBeDefined();
    }),
  );
});

it("is left in any case style where a word behind it makes it another thing", () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 3 }), name, harmless, style, (before, key, behind, write) => {
      expect(classify(write([...before, ...key, behind]))).toBeUndefined();
    }),
  );
});

it("is judged alike each time, with and without a memory, and never throws", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), units), (key) => {
      expect(classify(key)).toBe(fresh(key));
      expect(classify(key)).toBe(fresh(key));
    }),
  );
});

it("costs no more than a long key's end, however long it is", () => {
  const key = `${"aB_".repeat(200_000)}password`;
  expect(classify(key)?.kind.name).toBe("key_name.password");
});

it("keeps only what a rule names", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), name, style, style, (before, key, write, rule) => {
      const words = [...before, ...key];
      const own = createKeyClassifier({ keepKeys: [rule(words)] });
      expect(own(write(words))).toBeUndefined();
      expect(own(write(["x", ...words]))).toBeDefined();
    }),
  );
});
