import { describe, expect, test } from "vitest";

import { createSanitizer } from "./create-sanitizer.ts";

const MAIL = "mira.kovacs@northwind-mail.net";
const MASKED = "[REDACTED:email]";
const sanitizer = createSanitizer();
const clean = (value: unknown): unknown => sanitizer.sanitize(value).value;

class Customer {
  readonly mail = MAIL;
  readonly #hidden = MAIL;
  get derived(): string {
    return this.#hidden;
  }
}

class Account {
  readonly #mail = MAIL;
  toJSON(): object {
    return { mail: this.#mail, id: 17 };
  }
}

describe("a copy of everything that can hold a value", () => {
  test.each<[string, unknown, unknown]>([
    ["text", `to ${MAIL}!`, `to ${MASKED}!`],
    ["array", [MAIL, 1, null, undefined, true], [MASKED, 1, null, undefined, true]],
    ["nested", { a: { b: [{ note: MAIL }] } }, { a: { b: [{ note: MASKED }] } }],
    ["no prototype", Object.assign(Object.create(null), { note: MAIL }), { note: MASKED }],
    [
      "Map",
      new Map<unknown, unknown>([
        ["note", MAIL],
        [1, MAIL],
      ]),
      new Map<unknown, unknown>([
        ["note", MASKED],
        [1, MASKED],
      ]),
    ],
    ["Map keys", new Map([[MAIL, 1]]), new Map([[MASKED, 1]])],
    ["Set", new Set([MAIL, 2]), new Set<unknown>([MASKED, 2])],
    ["Date", new Date(17), new Date(17)],
    ["RegExp", /mira\.kovacs/u, "/mira\\.kovacs/u"],
    ["URL", new URL("https://mira:pa55-Word@shop.example.org/x"), "https://REDACTED:REDACTED@shop.example.org/x"],
    ["URLSearchParams", new URLSearchParams({ note: MAIL, page: "2" }), { note: MASKED, page: "2" }],
    [
      "Headers",
      new Headers({ cookie: "sid=8f14e45f", accept: "text/html" }),
      { accept: "text/html", cookie: "[REDACTED:key_name]" },
    ],
    [
      "Headers, twice",
      new Headers([
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ]),
      { "set-cookie": ["[REDACTED:key_name]", "[REDACTED:key_name]"] },
    ],
    ["Buffer", Buffer.from(`to ${MAIL}`), Buffer.from(`to ${MASKED}`)],
    ["UTF-16 Buffer", Buffer.from(`to ${MAIL}`, "utf16le"), Buffer.from(`to ${MASKED}`, "utf16le")],
    [
      "Buffer as JSON",
      Buffer.from(`to ${MAIL}`).toJSON(),
      { type: "Buffer", data: Buffer.from(`to ${MASKED}`).toJSON().data },
    ],
    ["bytes that are no text", new Uint8Array([255, 254, 0, 1]), new Uint8Array([255, 254, 0, 1])],
    ["ArrayBuffer", new ArrayBuffer(2), new ArrayBuffer(2)],
    ["boxed", [Object("x"), Object(1), Object(true), Object(MAIL)], ["x", 1, true, MASKED]],
    ["BigInt", 17n, 17n],
    ["card as BigInt", 4_111_111_111_111_111n, "[REDACTED:payment_card]"],
    ["card as number", { n: 4_111_111_111_111_111 }, { n: "[REDACTED:payment_card]" }],
    [
      "time as number",
      { at: 1_764_067_204_512, us: 1_764_067_204_512_000 },
      { at: 1_764_067_204_512, us: 1_764_067_204_512_000 },
    ],
    ["class instance", new Customer(), { mail: MASKED }],
    ["toJSON", new Account(), { mail: MASKED, id: 17 }],
    ["own toJSON", { toJSON: () => ({ note: MAIL }), other: 1 }, { note: MASKED }],
    ["getter", Object.defineProperty({}, "note", { get: () => MAIL, enumerable: true }), { note: MASKED }],
    ["function", { run: () => MAIL }, { run: "[Function]" }],
    ["keys", { [MAIL]: 1 }, { [MASKED]: 1 }],
    ["keys that are masked alike", { "a.b@northwind-mail.net": 1, [MAIL]: 2 }, { [MASKED]: 1, [`${MASKED}#2`]: 2 }],
  ])("%s", (_, given, expected) => {
    expect(clean(given)).toEqual(expected);
  });

  test("symbols lose what their description says", () => {
    expect(String(clean(Symbol(MAIL)))).toBe(`Symbol(${MASKED})`);
  });

  test("errors keep name, message, stack, cause and what else they hold, all of it searched", () => {
    const cause = new TypeError(`no ${MAIL}`);
    const error = Object.assign(new Error(`failed for ${MAIL}`, { cause }), {
      config: { password: "hunter2-Xyz" },
      code: "E17",
    });
    const copy = clean(error);
    expect(copy).toBeInstanceOf(Error);
    expect(JSON.parse(JSON.stringify(copy))).toMatchObject({
      name: "Error",
      message: `failed for ${MASKED}`,
      cause: { name: "TypeError", message: `no ${MASKED}` },
      config: { password: "[REDACTED:key_name]" },
      code: "E17",
    });
    expect(JSON.stringify(copy)).not.toContain("kovacs");
    const all = clean(new AggregateError([cause], "all failed"));
    expect(all).toMatchObject({ message: "all failed", errors: [{ message: `no ${MASKED}` }] });
  });

  test("__proto__ is a key among others", () => {
    const copy = clean(JSON.parse(`{"__proto__":{"note":"${MAIL}"},"x":1}`)) as object;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe(`{"__proto__":{"note":"${MASKED}"},"x":1}`);
  });
});

describe("keys that say that their value is secret", () => {
  const masked = "[REDACTED:key_name]";
  test.each<[string, unknown, unknown]>([
    ["text", { dbPassword: "x" }, { dbPassword: masked }],
    ["number", { secret: 170_017, count: 17 }, { secret: masked, count: 17 }],
    ["number too short for a secret", { secrets: 17, tokens: 512 }, { secrets: 17, tokens: 512 }],
    ["object", { credentials: { user: "a", key: "b" } }, { credentials: { user: masked, key: masked } }],
    ["array", { access_tokens: ["a1", "b2"] }, { access_tokens: [masked, masked] }],
    [
      "nothing there",
      { password: null, secret: undefined, token: "", apiKey: true },
      { password: null, secret: undefined, token: "", apiKey: true },
    ],
    [
      "mask",
      { password: "***", secret: masked, token: "${TOKEN}" },
      { password: "***", secret: masked, token: "${TOKEN}" },
    ],
    ["weak word above an object", { auth: { user: "a", ok: 1 } }, { auth: { user: "a", ok: 1 } }],
    ["weak word above a text", { auth: "c2VjcmV0LXRva2Vu" }, { auth: masked }],
    [
      "pairs",
      [
        ["password", "x1"],
        ["user", "a"],
      ],
      [
        ["password", masked],
        ["user", "a"],
      ],
    ],
    ["names alone", { fields: ["password", "email"] }, { fields: ["password", "email"] }],
    [
      "arguments",
      { argv: ["--password", "hunter2", "--verbose", "-x"] },
      { argv: ["--password", masked, "--verbose", "-x"] },
    ],
    ["options of a program", ["mysql", "-ps3cr3t99", "shop"], ["mysql", `-p${masked}`, "shop"]],
    [
      "what describes a secret",
      { imagePullSecrets: [{ name: "regcred" }], secret: { secretName: "db", type: "Opaque", x: "hunter2" } },
      { imagePullSecrets: [{ name: "regcred" }], secret: { secretName: "db", type: "Opaque", x: masked } },
    ],
    [
      "settings of a cookie",
      { cookie: { path: "/", expires: "2026-12-25T08:00:00.000Z", originalMaxAge: 3_600_000, httpOnly: true } },
      { cookie: { path: "/", expires: "2026-12-25T08:00:00.000Z", originalMaxAge: 3_600_000, httpOnly: true } },
    ],
    ["a cookie", { cookie: { value: "aZ3kQ9xW7pLm", httpOnly: true } }, { cookie: { value: masked, httpOnly: true } }],
    ["tokens by name", { tokens: { access: "aZ3kQ9xW7pLm", input: 12 } }, { tokens: { access: masked, input: 12 } }],
    ["digits in OTLP", { key: "pin", value: { intValue: "84615273" } }, { key: "pin", value: { intValue: masked } }],
    ["raw headers", { rawHeaders: ["Host", "a", "Cookie", "sid=1"] }, { rawHeaders: ["Host", "a", "Cookie", masked] }],
    ["name and value", { name: "password", value: "x1" }, { name: "password", value: masked }],
    [
      "value and key",
      [{ value: { stringValue: "x1" }, key: "api_key" }],
      [{ value: { stringValue: masked }, key: "api_key" }],
    ],
    [
      "JSON Web Key",
      { kty: "oct", k: "c2VjcmV0LWtleS1tYXRlcmlhbA", alg: "HS256" },
      { kty: "oct", k: "[REDACTED:private_key]", alg: "HS256" },
    ],
    [
      "parts of a name",
      { card: { number: "4929 12", holder: "x" }, order: { number: "12345678" } },
      { card: { number: "4929 12", holder: "x" }, order: { number: "12345678" } },
    ],
    [
      "a name in parts",
      { api: [{ key: "q7Zk3PvX9bLm2RtY" }], user: { id: 7 } },
      { api: [{ key: masked }], user: { id: 7 } },
    ],
    ["versions", { "service.version": "1.22.33.44" }, { "service.version": "1.22.33.44" }],
  ])("%s", (_, given, expected) => {
    expect(clean(given)).toEqual(expected);
  });
});

describe("what cannot be read, or is too much", () => {
  test("is replaced, and counted with its reason", () => {
    const own = createSanitizer({ limits: { maxDepth: 3, maxNodes: 50, maxStringLength: 1_000 } });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const throwing = Object.defineProperty({ a: 1 }, "b", {
      get: () => {
        throw new Error("no");
      },
      enumerable: true,
    });
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(own.sanitize([throwing, revoked.proxy, trap]).value).toEqual([
      { a: 1, b: "[REDACTED:error]" },
      "[REDACTED:error]",
      "[REDACTED:error]",
    ]);
    expect(own.sanitize([[[[1]]]]).value).toEqual([[["[REDACTED:depth]"]]]);
    expect((own.sanitize(Array.from({ length: 80 }, () => 1)).value as unknown[]).slice(49)).toEqual([
      1,
      "[REDACTED:size]",
    ]);
    expect(own.text("x".repeat(1_001)).text).toBe(`${"x".repeat(1_000)}[REDACTED:length]`);
    expect(own.counts().unseen).toEqual([
      { reason: "error", location: "body", count: 3 },
      { reason: "depth", location: "body", count: 1 },
      { reason: "size", location: "body", count: 1 },
      { reason: "length", location: "body", count: 1 },
    ]);
  });

  test("cycles end, and what is met twice is copied twice", () => {
    const ring: Record<string, unknown> = { note: MAIL };
    ring["self"] = ring;
    expect(clean(ring)).toEqual({ note: MASKED, self: "[Circular]" });
    const shared = { note: MAIL };
    expect(clean([shared, shared])).toEqual([{ note: MASKED }, { note: MASKED }]);
  });

  test("10,000 levels, 100,000 keys, sparse arrays and exploding references come back", () => {
    let deep: unknown = { password: "x1-secret" };
    for (let i = 0; i < 10_000; i++) deep = i % 2 === 0 ? { deep } : [deep];
    expect(JSON.stringify(clean(deep))).not.toContain("x1-secret");
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`user${i}@northwind-mail.net`, i]));
    expect(Object.keys(clean(wide) as object)).toHaveLength(100_000);
    expect((clean(new Map(Object.entries(wide))) as Map<string, number>).get(`${MASKED}#100000`)).toBe(99_999);
    const form = new URLSearchParams("row=1&".repeat(100_000));
    expect((clean(form) as { row: unknown[] }).row).toHaveLength(100_000);
    const sparse: unknown[] = [];
    sparse.length = 4_000_000_000;
    expect((clean(sparse) as unknown[]).length).toBeLessThan(300_000);
    let laughs: unknown = "ha";
    for (let i = 0; i < 40; i++) laughs = [laughs, laughs];
    expect(JSON.stringify(clean(laughs))).toContain("[REDACTED:size]");
  });

  test("a getter is read once: what it says the second time is not passed on", () => {
    let reads = 0;
    const flip = Object.defineProperty({}, "note", {
      get: () => (reads++ === 0 ? "harmless" : MAIL),
      enumerable: true,
    });
    expect(clean(flip)).toEqual({ note: "harmless" });
    expect(reads).toBe(1);
  });

  test("a sanitizer that is called while it reads a value is not confused", () => {
    const nested = { toJSON: () => clean({ inner: MAIL }) };
    expect(clean([MAIL, nested, MAIL])).toEqual([MASKED, { inner: MASKED }, MASKED]);
  });
});

describe("what is told of findings", () => {
  test("where each stands, in the value as it was given", () => {
    const { findings } = sanitizer.sanitize({ a: [{ note: `to ${MAIL}` }], [MAIL]: { password: "x1" } });
    expect(findings).toEqual([
      { detector: "email", kind: "email", action: "mask", path: ["a", 0, "note"], start: 3, end: 33 },
      { detector: "email", kind: "email", action: "mask", path: [MASKED], start: 0, end: 30 },
      { detector: "key_name", kind: "key_name.password", action: "mask", path: [MASKED, "password"], start: 0, end: 0 },
    ]);
  });

  test("how often, by detector, location and action, keys each time", () => {
    const own = createSanitizer();
    own.text(MAIL, "span_name");
    for (let i = 0; i < 3; i++)
      own.attributes({ [MAIL]: 1, "client.address": "203.0.113.42" }, { location: "resource" });
    expect(own.counts()).toEqual({
      findings: [
        { detector: "email", location: "span_name", action: "mask", count: 1 },
        { detector: "email", location: "key", action: "mask", count: 3 },
        { detector: "ip_address", location: "resource", action: "anonymise", count: 3 },
      ],
      unseen: [],
    });
  });
});

describe("attributes", () => {
  test("exempt ones pass unseen unless they are objects", () => {
    const exempt = new Set(["id", "ids", "map"]);
    const given = { id: MAIL, ids: [MAIL], map: { note: MAIL }, note: MAIL };
    const { attributes } = sanitizer.attributes(given, { exempt });
    expect(attributes).toEqual({ id: MAIL, ids: [MAIL], map: { note: MASKED }, note: MASKED });
    expect(attributes["ids"]).not.toBe(given.ids);
  });

  test("one attribute by itself", () => {
    expect(sanitizer.attribute("password", "x1")).toMatchObject({
      key: "password",
      value: "[REDACTED:key_name]",
      removed: false,
    });
    expect(sanitizer.attribute(MAIL, 1)).toMatchObject({ key: MASKED, value: 1 });
    expect(sanitizer.attribute("__proto__", MAIL)).toMatchObject({ key: "__proto__", value: MASKED, removed: false });
  });

  test("a record that cannot be read fails closed", () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(sanitizer.attributes(trap).attributes).toEqual({ "[REDACTED:error]": "[REDACTED:error]" });
  });
});
