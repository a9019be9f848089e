import { expect, it } from "vitest";

import { parseJson } from "./parse-json.ts";

it.each([
  ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}'],
  ['{"a":"a","b":"{\\"a\\":1,\\"a\\":2}"}'],
  ['{"a":["a","a"]}'],
  ['["a","a"]'],
  ['{"a\\\\":1,"a":2}'],
  ['{"__proto__":1,"constructor":2}'],
  ['"text"'],
  ["null"],
  [" {} "],
])("reads %s as it is", (text) => {
  expect(parseJson(text)).toEqual({ kind: "value", value: JSON.parse(text) });
});

it.each([
  ['{"a":1,"a":1}', "a"],
  ['{"a" : 1, "b": {}, "a"\n: 2}', "a"],
  ['{"a":1,"\\u0061":2}', "a"],
  ['[{"x":{"b":[],"b":[]}}]', "0.x.b"],
  ['{"m":[[1,{"n":[2]}],{"a":1},{"n":1,"o":{},"n":2}]}', "m.2.n"],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['{"":1,"":2}', ""],
  ['{"a\\"b":1,"c":"}{","a\\"b":2}', 'a"b'],
])("finds the name that %s gives twice", (text, path) => {
  expect(parseJson(text)).toEqual({ kind: "repeated", path });
});

it.each(["", "{", "{'a':1}", "{a:1}", '{"a":1,}', "NaN", '{"a":1}{', "undefined", '{"a":"\n"}', "// x\n{}"])(
  "does not take %j for JSON",
  (text) => {
    expect(parseJson(text).kind).toBe("broken");
  },
);

it("reads what nests deeply or is one long text", () => {
  const deep = "[".repeat(30_000) + "]".repeat(30_000);
  const long = `{"a":"${'\\"'.repeat(30_000)}"}`;
  for (const text of [deep, long]) expect(parseJson(text).kind).toBe("value");
});
