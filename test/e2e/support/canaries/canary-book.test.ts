import { expect, test } from "vitest";

import { CanaryBook } from "./canary-book.ts";
import { canaryOf } from "./canary.ts";
import { CLASS_NAMES } from "./secret-classes.ts";

const canaries = CLASS_NAMES.map((className) => canaryOf("croner", className, "log"));
const book = new CanaryBook(canaries);

test.each(CLASS_NAMES)("%s: found however it is written", (className) => {
  const { text, where, secrets } = canaryOf("croner", className, "log");
  const [secret = ""] = secrets;
  const wrap = (inner: Buffer): Buffer => Buffer.concat([Buffer.from("before\0"), inner, Buffer.from("\0after")]);
  const written = [
    Buffer.from(text),
    Buffer.from(text, "utf16le"),
    Buffer.from(text, "utf16le").swap16(),
    Buffer.from(encodeURIComponent(secret)),
    ...["", "x", "xy"].map((shift) => Buffer.from(Buffer.from(`${shift}${secret} and more`).toString("base64"))),
  ];
  for (const one of written) expect([...book.leaksIn(wrap(one))], one.toString()).toContain(where);
});

test("nothing is found where nothing is, nor in what masks leave", () => {
  const clean = "[REDACTED:email] 203.0.113.0 2001:db8:85a3:: 411111******1111 019aaf3e-5b6c-7d3a-9a61-3b8f4b0f9d11";
  expect([...book.leaksIn(Buffer.from(clean))]).toEqual([]);
  expect([...book.leaksIn(Buffer.from(canaryOf("cron", "email", "log").text))]).toEqual([]);
});
