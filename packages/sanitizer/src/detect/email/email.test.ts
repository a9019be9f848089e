import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { emailKind, obfuscatedEmailKind } from "./email-kind.ts";
import { emailDetector } from "./email.ts";

const find = finder([emailDetector]);

describe("addresses", () => {
  it.each([
    ["mail to jane.doe@example.com failed", "jane.doe@example.com"],
    ["first.last+tag@sub.example.co.uk", "first.last+tag@sub.example.co.uk"],
    ["Done for a_b-c@example.org.", "a_b-c@example.org"],
    ["to: jane@example.com, bob", "jane@example.com"],
    ["<a@b.com>", "a@b.com"],
    ["mailto:a@b.io?subject=x", "a@b.io"],
    ["email=jane@example.com&x=1", "jane@example.com"],
    ['{"to":"jane@example.com"}', "jane@example.com"],
    ["user 'jane@example.com' not found", "jane@example.com"],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ["/users/jane@example.com/orders", "jane@example.com"],
    ["jürgen@müller.example", "jürgen@müller.example"],
    ["用户@例子.广告", "用户@例子.广告"],
    ["邮箱是jane@example.com，谢谢", "jane@example.com"],
    ["почта@пример.рф", "почта@пример.рф"],
    ["x@xn--bcher-kva.xn--p1ai", "x@xn--bcher-kva.xn--p1ai"],
    ["x@163.com", "x@163.com"],
    ['"john doe"@example.com', '"john doe"@example.com'],
    [String.raw`{"m":"\"john doe\"@example.com"}`, String.raw`\"john doe\"@example.com`],
    ["postmaster@[192.0.2.1] said", "postmaster@[192.0.2.1]"],
    ["x@[IPv6:2001:db8::1]", "x@[IPv6:2001:db8::1]"],
    ["jane@example.com.json", "jane@example.com"],
    ["bounces+jane=example.com@lists.example.org", "bounces+jane=example.com@lists.example.org"],
    ["from=jane.doe@example.com", "jane.doe@example.com"],
    [String.raw`a\njane@example.com`, "jane@example.com"],
    ["jane[@]example[.]com", "jane[@]example[.]com"],
    ["JANE@EXAMPLE.COM", "JANE@EXAMPLE.COM"],
    ["ユーザーjane@example.jpがログインしました", "jane@example.jp"],
    ["to%20jane@example.com%20now", "jane@example.com"],
    ["\u001b[31mjane@example.com\u001b[0m", "jane@example.com"],
    ["\u001b[1;32mjane@example.com", "jane@example.com"],
    ["a;32mjane@example.com", "32mjane@example.com"],
    ["1234567890@example.com", "1234567890@example.com"],
  ])("finds the address in %s", (text, address) => {
    expect(find(text)).toEqual([`email=${address}`]);
  });

  it.each([
    ["jane (at) example (dot) com", "jane (at) example (dot) com"],
    ["mail jane.doe[at]example[dot]co[dot]uk now", "jane.doe[at]example[dot]co[dot]uk"],
    ["jane(at)example.com.", "jane(at)example.com"],
    ["write jane at example dot com today", "jane at example dot com"],
  ])("finds the hidden address in %s", (text, address) => {
    expect(find(text)).toEqual([`email.obfuscated=${address}`]);
  });

  it("finds two that follow each other", () => {
    expect(find("a@b.com,c@d.org")).toEqual(["email=a@b.com", "email=c@d.org"]);
  });
});

it.each([
  "icon@2x.png",
  "npm i lodash@4.17.21",
  "@scope/pkg@1.0.0",
  "react@18.3.0-canary.abc",
  "user@1.2.3",
  "pkg@v1.2.0-beta.rc",
  "git@github.com:org/repo.git",
  "root@localhost:~#",
  "deploy@web-1:/srv$",
  "root@web-1.example.com:~#",
  "rsync x deploy@web-1.example.com:/srv/app",
  "ssh ubuntu@ec2.example.com uptime",
  "@Injectable() class X",
  "ping @mention now",
  "sha256@9f86d081",
  "com.example.Foo@1b2c3d4e.",
  "user@1000.service: started",
  "getty@tty1.service",
  "this@Main.finish()",
  "x@y.finish()",
  "https://u:p@example.com/x",
  "ssh://git@example.com/x.git",
  "ftp://jane@example.com/x",
  "https://REDACTED:REDACTED@example.com",
  "rabbit@mq-0.mq.internal",
  "j***@example.com",
  "[REDACTED:email]@example.com",
  "a@b",
  "user@.com",
  "user@domain..com",
  "user@domain.c",
  "5 @ 3.50 each",
  "meet (at) noon",
  "look at the dot in the end",
  "css @media (min-width:1px)",
  "x @ example.com",
  "foo@sha256:abc.def",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("its kind", () => {
  it("keeps the first letter in part, and does not find that again", () => {
    expect(emailKind.partial?.("jane@example.com")).toBe("j***@example.com");
    expect(find(emailKind.partial?.("jane@example.com") ?? "")).toEqual([]);
  });

  it("knows two spellings of one address", () => {
    expect(emailKind.canonical("Jane@Example.COM")).toBe("jane@example.com");
    expect(emailKind.canonical("ｊane@example[.]com")).toBe("jane@example.com");
    expect(obfuscatedEmailKind.canonical("Jane (at) example [dot] com")).toBe("jane@example.com");
    expect(obfuscatedEmailKind.canonical("jane at example dot com")).toBe("jane@example.com");
  });
});
