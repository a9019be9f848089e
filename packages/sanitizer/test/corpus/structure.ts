import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { luhn } from "./checksums.ts";
import { ALNUM, randomOf, seedOf } from "./random.ts";
import { tokenOf } from "./samples.ts";

const g = groupOf("structure");
const random = randomOf(seedOf("structure"));
const s = (length = 16): string => random.chars(ALNUM, length);
const mail = (): string => `${random.chars("abcdefghkmnp", 8)}@example.org`;

/** One value with one secret in it, which must go, and one word beside it, which must stay. */
function hit(
  tag: string,
  build: (secret: string) => unknown,
  secret: string = s(),
  keep: readonly string[] = ["harmless"],
): void {
  g.hitBuilt(() => build(secret), { secrets: [secret], keep, tags: [tag] });
}

class Account {
  readonly name = "harmless";
  readonly password: string;
  constructor(password: string) {
    this.password = password;
  }
}
class Hidden {
  readonly note = "harmless";
  readonly #secret: string;
  constructor(secret: string) {
    this.#secret = secret;
  }
  get apiKey(): string {
    return this.#secret;
  }
}
class Telling {
  readonly #secret: string;
  constructor(secret: string) {
    this.#secret = secret;
  }
  toJSON(): unknown {
    return { password: this.#secret, note: "harmless" };
  }
}

hit(
  "map key",
  (v) =>
    new Map([
      ["password", v],
      ["note", "harmless"],
    ]),
);
hit("map value", (v) => new Map([["note", `mail from ${v} harmless`]]), mail());
hit(
  "map of maps",
  (v) =>
    new Map([
      [
        "db",
        new Map([
          ["password", v],
          ["note", "harmless"],
        ]),
      ],
    ]),
);
hit("map object key", (v) => new Map([[{ password: v }, "harmless"]]));
hit("map secret as key", (v) => new Map([[v, "harmless"]]), mail());
hit("set", (v) => new Set([v, "harmless"]), mail());
hit("set of objects", (v) => new Set([{ token: v, note: "harmless" }]));
hit("error message", (v) => new Error(`harmless: password=${v}`));
hit("error cause", (v) => new Error("harmless", { cause: new Error(`token=${v}`) }));
hit("error cause text", (v) => new Error("harmless", { cause: `mail ${v}` }), mail());
hit("error cause object", (v) => new Error("harmless", { cause: { password: v } }));
hit("aggregate", (v) => new AggregateError([new Error("x"), new Error(`secret=${v}`)], "harmless"));
hit("error property", (v) =>
  Object.assign(new Error("harmless"), { config: { headers: { Authorization: `Bearer ${v}` } } }),
);
hit("error stack", (v) =>
  Object.assign(new Error("harmless"), { stack: `Error: harmless\n    at run (/app?token=${v}:1:1)` }),
);
hit("error name", (v) => Object.assign(new Error("harmless"), { name: `E ${v}` }), mail());
hit("type error", (v) => new TypeError(`harmless ${v}`), tokenOf("github_personal", random));
hit("buffer", (v) => ({ data: Buffer.from(`password=${v}`), note: "harmless" }));
hit("buffer under key", (v) => ({ password: Buffer.from(v), note: "harmless" }));
hit("uint8array", (v) => ({ data: new TextEncoder().encode(`token=${v}`), note: "harmless" }));
hit("arraybuffer", (v) => ({ data: new TextEncoder().encode(`token=${v}`).buffer, note: "harmless" }));
hit("buffer json", (v) => ({ data: Buffer.from(`password=${v}`).toJSON(), note: "harmless" }));
hit("cyclic", (v) => {
  const a: Record<string, unknown> = { password: v, note: "harmless" };
  a["self"] = a;
  return a;
});
hit("cyclic map", (v) => {
  const a = new Map<string, unknown>([
    ["token", v],
    ["note", "harmless"],
  ]);
  a.set("self", a);
  return a;
});
hit("shared", (v) => {
  const shared = { password: v, note: "harmless" };
  return { a: shared, b: shared };
});
hit("getter", (v) => ({
  note: "harmless",
  get password() {
    return v;
  },
}));
hit(
  "getter of text",
  (v) => ({
    note: "harmless",
    get line() {
      return `mail ${v}`;
    },
  }),
  mail(),
);
hit("flip getter", (v) => {
  let calls = 0;
  return {
    note: "harmless",
    get line() {
      calls++;
      return calls === 1 ? "first" : `password=${v}`;
    },
  };
});
hit("class getter", (v) => new Hidden(v), s(), []);
hit("class", (v) => new Account(v));
hit("toJSON", (v) => new Telling(v), s(), []);
hit("toJSON nested", (v) => ({ deep: [new Telling(v)], note: "harmless" }));
hit("bigint", (v) => ({ card: BigInt(v), note: "harmless" }), luhn("421998765432101"));
hit("number", (v) => ({ value: Number(v), note: "harmless" }), luhn("421998765432117"));
hit("url", (v) => ({ target: new URL(`https://svc:${v}@example.com/harmless`) }));
hit("url query", (v) => ({ target: new URL(`https://example.com/harmless?token=${v}`) }));
hit("url params", (v) => ({ query: new URLSearchParams({ token: v, note: "harmless" }) }));
hit("headers", (v) => ({ headers: new Headers({ authorization: `Bearer ${v}`, "x-note": "harmless" }) }));
hit("headers cookie", (v) => new Headers({ cookie: `sid=${v}`, "x-note": "harmless" }));
hit("boxed string", (v) => ({ password: Object(v), note: "harmless" }));
hit("boxed text", (v) => ({ line: Object(`password=${v}`), note: "harmless" }));
hit("proxy", (v) => new Proxy({ password: v, note: "harmless" }, {}));
hit(
  "proxy get",
  (v) =>
    new Proxy({ line: "x", note: "harmless" } as Record<string, string>, {
      get: (target, key) => (key === "line" ? `token=${v}` : Reflect.get(target, key)),
    }),
);
hit("symbol key", (v) => ({ [Symbol("password")]: v, note: "harmless" }));
hit("symbol value", (v) => ({ line: Symbol(`password=${v}`), note: "harmless" }));
hit("null prototype", (v) => Object.assign(Object.create(null) as object, { password: v, note: "harmless" }));
hit("frozen", (v) => Object.freeze({ password: v, note: "harmless" }));
hit("function property", (v) => Object.assign(() => 1, { password: v }), s(), []);
hit("sparse array", (v) => {
  const a: unknown[] = ["harmless"];
  a[5] = `token=${v}`;
  return a;
});
hit("array with property", (v) => Object.assign(["harmless"], { password: v }));
hit("inherited", (v) => Object.create({ password: v }, { note: { value: "harmless", enumerable: true } }));
hit("key holds secret", (v) => ({ [`user ${v}`]: "harmless" }), mail());
hit("key is token", (v) => ({ [v]: "harmless" }), tokenOf("stripe_live", random));
hit("json in string", (v) => ({ body: JSON.stringify({ password: v, note: "harmless" }) }));
hit("json in json", (v) => ({ body: JSON.stringify({ inner: JSON.stringify({ password: v, note: "harmless" }) }) }));
hit("depth 40", (v) => {
  let out: unknown = { password: v };
  for (let i = 0; i < 40; i++) out = { inner: out };
  return { out, note: "harmless" };
});
hit("depth 10000", (v) => {
  let out: unknown = { password: v };
  for (let i = 0; i < 10_000; i++) out = [out];
  return { out, note: "harmless" };
});
hit("date beside", (v) => ({ at: new Date(0), token: v, note: "harmless" }));
hit("date property", (v) => ({ at: Object.assign(new Date(0), { token: v }), note: "harmless" }));
hit("regexp", (v) => ({ pattern: new RegExp(`password=${v}`, "u"), note: "harmless" }));
hit("weird keys", (v) => ({ "": { "pass word": v }, note: "harmless" }));
hit("throwing getter beside", (v) => ({
  token: v,
  note: "harmless",
  get bad(): string {
    throw new Error("no");
  },
}));
hit(
  "throwing toJSON",
  (v) => ({
    token: v,
    toJSON(): unknown {
      throw new Error(`password=${v}`);
    },
  }),
  s(),
  [],
);
hit("throwing with secret", (v) => ({
  note: "harmless",
  get bad(): string {
    throw new Error(`password=${v}`);
  },
}));
hit("generator", (v) => ({
  note: "harmless",
  *[Symbol.iterator]() {
    yield `password=${v}`;
  },
}));
hit("data view", (v) => ({ data: new DataView(new TextEncoder().encode(`token=${v}`).buffer), note: "harmless" }));
hit("event", (v) => ({ kvlist: { values: [{ key: "token", value: { stringValue: v } }] }, note: "harmless" }));
hit("proto key", (v) => JSON.parse(`{"__proto__":{"password":"${v}"},"note":"harmless"}`) as unknown);
hit("split headers", (v) => ({ rawHeaders: ["x-api-key", v, "x-note", "harmless"] }));

const BENIGN: readonly (readonly [string, () => unknown])[] = [
  ["plain", () => ({ a: 1, b: "two", c: [true, null, 3.5] })],
  ["nested", () => ({ a: { b: { c: { d: "deep" } } } })],
  ["empty", () => ({})],
  ["empty array", () => []],
  ["text", () => "done"],
  ["number", () => 42],
  ["null", () => null],
  ["map", () => new Map([["state", "open"]])],
  ["set", () => new Set(["a", "b"])],
  ["date", () => ({ at: new Date(0) })],
  ["error", () => new Error("order 17 not found")],
  ["error cause", () => new Error("outer", { cause: new RangeError("inner") })],
  ["aggregate", () => new AggregateError([new Error("a"), new Error("b")], "two failed")],
  ["buffer", () => ({ data: Buffer.from("plain text") })],
  ["bytes", () => new Uint8Array([1, 2, 3])],
  ["bigint", () => ({ rows: 12345678901234567890n })],
  ["url", () => new URL("https://example.com/a?page=2")],
  ["headers", () => new Headers({ accept: "*/*" })],
  ["boxed", () => ({ n: Object(5), t: Object("text") })],
  [
    "class",
    () =>
      new (class Point {
        x = 1;
        y = 2;
      })(),
  ],
  ["symbol", () => ({ [Symbol("state")]: "open" })],
  [
    "getter",
    () => ({
      get size() {
        return 3;
      },
    }),
  ],
  ["toJSON", () => ({ toJSON: () => ({ state: "open" }) })],
  [
    "cyclic",
    () => {
      const a: Record<string, unknown> = { n: 1 };
      a["self"] = a;
      return a;
    },
  ],
  ["proxy", () => new Proxy({ state: "open" }, {})],
  ["function", () => ({ run: () => 1 })],
  ["params", () => new URLSearchParams({ page: "2" })],
  [
    "pairs",
    () => [
      ["page", "2"],
      ["sort", "name"],
    ],
  ],
  ["argv", () => ["node", "main.js", "--port", "8080"]],
  ["otlp", () => ({ attributes: [{ key: "page", value: { intValue: 2 } }] })],
  ["json text", () => ({ body: '{"page":2,"items":[1,2,3]}' })],
  ["wide", () => Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field${String(i)}`, i]))],
];
for (const [tag, build] of BENIGN) g.missBuilt(build, tag);

export const structureCases: readonly Case[] = g.cases;
