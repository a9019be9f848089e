import { describe, expect, it } from "vitest";

import { deepFinder } from "../../../test/find-deep.ts";
import { connectionStringDetector } from "../connection-string/connection-string.ts";
import { emailDetector } from "../email/email.ts";
import { paymentCardDetector } from "../payment-card/payment-card.ts";
import { urlDetector } from "../url/url.ts";

const find = deepFinder([connectionStringDetector, urlDetector, emailDetector, paymentCardDetector]);

const base64 = (text: string, encoding: BufferEncoding = "utf8"): string =>
  Buffer.from(text, encoding).toString("base64");
const url64 = (text: string): string => Buffer.from(text).toString("base64url");
const lines = (text: string, width: number, end = "\n"): string =>
  text.replaceAll(new RegExp(`.{${String(width)}}(?=.)`, "gu"), (line) => line + end);

const JSON_TEXT = '{"mail":"jane.doe@example.com","note":"to be called >>> ???"}';
const LONG_TEXT = `${'{"items":[1,2,3],"state":"open"}\n'.repeat(300)}jane.doe@example.com ..`;

describe("base64 that wraps a secret", () => {
  it.each([
    ["JSON", base64(JSON_TEXT)],
    ["JSON, URL-safe without padding", url64(JSON_TEXT)],
    ["with one padding", base64(`${JSON_TEXT} `)],
    ["with two paddings", base64(`${JSON_TEXT}  `)],
    ["a URL with a password", base64("https://bob:hunter2x@db.internal/a")],
    ["a connection string", base64("Server=db;User Id=app;Password=Xk29sdkfj2;Encrypt=true")],
    ["twice", base64(base64(JSON_TEXT))],
    ["three times", base64(base64(base64(JSON_TEXT)))],
    ["URL-encoded inside", base64(`q=${encodeURIComponent("jane.doe@example.com")}&page=2`)],
    ["JSON in JSON inside", base64(JSON.stringify({ a: JSON.stringify({ b: "jane\u0040example.com" }) }))],
    ["UTF-8", base64("Grüße an jürgen.müller@example.com, прывітанне")],
    ["UTF-16", base64("send jane.doe@example.com now", "utf16le")],
    ["a user and a password", base64("svc-deploy:Xk29-sdkfj2k3QQ")],
    ["a user and a password with a newline", base64("deploy:hunter2-Xyz-99\n")],
    ["more than is decoded at once", base64(LONG_TEXT.repeat(8))],
    ["at the end of much", base64(LONG_TEXT)],
    ["lines of 64", lines(base64(LONG_TEXT), 64)],
    ["lines of 76 with returns", lines(base64(LONG_TEXT), 76, "\r\n")],
    ["indented lines", lines(base64(LONG_TEXT), 76, "\n    ")],
  ])("%s", (_, wrapped) => {
    for (const [before, after] of [
      ["", ""],
      ["config: ", "\nkind: Secret"],
      ['{"blob":"', '","n":1}'],
      ["data:application/json;base64,", ""],
      ["echo ", " | base64 -d"],
      ["(", ")"],
      [".", "."],
    ] as const)
      expect(find(before + wrapped + after)).toEqual([`base64=${wrapped}`]);
  });

  it.each([
    ["a path before it", `/callback/${url64(JSON_TEXT)}`, url64(JSON_TEXT)],
    ["a name before it", `state_${url64(JSON_TEXT)}`, url64(JSON_TEXT)],
    ["a path behind it", `/callback/${url64(JSON_TEXT)}/profile/settings/mail`, url64(JSON_TEXT)],
    [
      "percent-encoded padding",
      `q=${encodeURIComponent(base64(`${JSON_TEXT} `))}&x`,
      encodeURIComponent(base64(`${JSON_TEXT} `)),
    ],
    ["an escaped newline before it", `a\\n${base64(JSON_TEXT)}\\nb`, base64(JSON_TEXT)],
    ["lines that are escaped", `a\\n${lines(base64(LONG_TEXT), 76, "\\n")}\\nb`, lines(base64(LONG_TEXT), 76, "\\n")],
    ["cut off", `cut ${base64(JSON_TEXT).slice(0, 55)}`, base64(JSON_TEXT).slice(0, 55)],
  ])("%s", (_, text, expected) => {
    expect(find(text)).toEqual([`base64=${expected}`]);
  });

  it("at every distance from the start", () => {
    for (let i = 0; i < 40; i++) {
      const wrapped = base64("card 4111111111111111");
      expect(find(`${".".repeat(i)}${wrapped}${".".repeat(i)}`)).toEqual([`base64=${wrapped}`]);
    }
  });
});

describe("what stays", () => {
  it.each([
    base64('{"cursor":{"id":42,"created":"2026-11-24T08:15:30Z"}}'),
    base64("The quick brown fox jumps over the lazy dog"),
    base64("SELECT id, name FROM orders WHERE state = 'open' LIMIT 10"),
    base64("Order:5f8d0d55b54764421b7156c3"),
    base64("gid://shop/Product/7234567890123"),
    base64("arrayconnection:1000000000"),
    base64("04:Team1234567 and another one"),
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAIBAQIBAQICAgICAgICAwUDAwMDAwYEBAMFBwYHBwcGBwcICQsJCAgKCAcHCg0KCgsMDAwMBwkODw0MDgsMDAz",
    "H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==",
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbInNyYy9tYWluLnRzIl0sIm1hcHBpbmdzIjoiQUFBQSJ9",
    "mappings: AAAA,SAASA,EAAE,GAAG,IAAI,CAAC,EAAE,CAAC",
    "/srv/app/node_modules/@shop/documents/dist/render/invoice-renderer/index.js",
    "com/acme/billing/invoice/service/impl/InvoiceServiceImpl",
    "thisIsAVeryLongIdentifierNameThatLooksLikeBase64ButIsNot",
    "A".repeat(200),
    "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-550e8400-e29b-41d4-a716-446655440000",
    // What one layer more would reveal.
    base64(base64(base64(base64("jane.doe@example.com")))),
  ])("%s", (text) => {
    expect(find(`value ${text} was read`)).toEqual([]);
  });

  it("an address that the first pass found", () => {
    expect(find("averylonglocalpartofanaddress0123456789@example.com")).toEqual([
      "email=averylonglocalpartofanaddress0123456789@example.com",
    ]);
  });
});
