import { describe, expect, it } from "vitest";

import { isPlaceholder } from "./placeholder.ts";

const judge = (text: string): boolean => isPlaceholder(text, 0, text.length);

describe("what stands for a value", () => {
  it.each([
    "${X}",
    "${X:-${Y}}",
    "${A}:${B}",
    "$(cat file)",
    "$PASSWORD",
    "$env:PASSWORD",
    "$1",
    "{{ .Values.x }}",
    "{x}",
    "#{x}",
    "<x>",
    "<user>:<password>",
    "%s",
    "%(password)s",
    "%PASSWORD%",
    "***",
    "****1234",
    "xxxx",
    "[FILTERED]",
    "(hidden",
    "REDACTED",
    "REDACTED:REDACTED@",
    "[REDACTED:email]",
    "hmac:k1:AAAAAAAAAAAAAAAAAAAAAA",
    "your-password-here",
    "YOUR_API_KEY",
    "your-256-bit-secret",
    "(known after apply)",
  ])("is one whole: %s", (text) => {
    expect(judge(text)).toBe(true);
  });

  it.each([
    "${Xk91}Secret99",
    "${Xk91",
    "{{Xk91}}x",
    "{SSHA}abcDEF123456",
    "#{x}9a",
    "<x>y9",
    "%(x)sAb9",
    "%sAb9",
    "***Xk91Secret",
    "[FILTERED]9x",
    "REDACTED9x",
    "[REDACTED:email]9x",
    "hmac:Xk9",
    "your-Xk91s",
    "YOUR_Xk91",
    "your_s3cret",
    "$PaSs",
    "$2b$12$abc",
  ])("is no beginning of another value: %s", (text) => {
    expect(judge(text)).toBe(false);
  });
});

it("is told in linear time, however many brackets nobody closes", () => {
  const text = `{x}${"${".repeat(500_000)}`;
  expect(judge(text)).toBe(false);
});
