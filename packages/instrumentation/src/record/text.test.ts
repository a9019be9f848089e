import { afterEach, expect, test } from "vitest";

import { outgoing } from "./outgoing.ts";
import { text } from "./text.ts";

afterEach(() => {
  outgoing.sanitizer = undefined;
});

const SECRET = "mira.kovacs@northwind-mail.net";

test("a secret is found before it is cut, wherever the cut falls", () => {
  for (let before = 40; before <= 110; before++) {
    const cut = text(`${"x ".repeat(before / 2)} ${SECRET} and more ${"y ".repeat(60)}`, 100);
    expect(cut.length).toBeLessThanOrEqual(100);
    expect(cut, String(before)).not.toMatch(/mira|kovacs|northwind/);
  }
});

test("a text that fits once its secret is masked is whole, and says so", () => {
  expect(text(`to ${"long".repeat(15)}@northwind-mail.net went well`, 60)).toBe("to [REDACTED:email] went well");
});

test("also where masks are so much shorter that the text would fit", () => {
  const many = Array.from({ length: 3000 }, (_, i) => `person.number${i}.${"long".repeat(12)}@northwind-mail.net`).join(
    " ",
  );
  const cut = text(many, 4096);
  expect(cut.length).toBeLessThanOrEqual(4096);
  expect(cut).not.toContain("northwind");
  expect(cut).not.toContain("longlong");
});

test("what is short enough is left to whoever sends it, and cuts fall between code points", () => {
  expect(text(SECRET)).toBe(SECRET);
  expect(text("😀".repeat(10), 8)).toBe("😀😀😀…");
  outgoing.sanitizer = false;
  expect(text(SECRET.repeat(3), 12)).toBe("mira.kovacs…");
});
