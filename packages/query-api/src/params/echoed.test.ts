import { expect, it } from "vitest";

import { KIND_PREFIXES } from "../model/key-form.ts";
import { echoed } from "./echoed.ts";

it.each(Object.entries(KIND_PREFIXES))("does not repeat a key of kind %s, nor its beginning", (_, prefix) => {
  for (const given of [`${prefix}_12345678_secret`, `${prefix}_`, `key=${prefix.toUpperCase()}_1`]) {
    expect(echoed(given)).toBe(`a text of ${given.length} characters`);
  }
});

it("repeats what is short and no key, as JSON", () => {
  expect(echoed('a"b')).toBe(String.raw`"a\"b"`);
  expect(echoed("x".repeat(61))).toBe("a text of 61 characters");
});
