import { createSanitizer } from "@jobscope/sanitizer";
import { expect, it } from "vitest";

import { cleanJsonLine } from "./json-line.ts";

const strict = createSanitizer("strict");
const clean = (line: string): string | undefined => cleanJsonLine(line, strict)?.text;

it.each([
  ['  {"service.name" : "a", "process.pid": 1.0}\r\n', undefined],
  ['{"service.name": "a", "x": "b"}\r\n', '{"service.name":"a","x":"[REDACTED:key_name]"}\r\n'],
  ['{"service.name": "a: b", "process.pid": [{"host.name": "c"}]}', undefined],
  [
    '{"process.pid": 12345678901234567890, "x": "b"}\n',
    '{"process.pid":12345678901234567890,"x":"[REDACTED:key_name]"}\n',
  ],
])("judges %j by its keys, and leaves the line as it was where nothing changes", (line, expected) => {
  expect(clean(line)).toBe(expected ?? line);
});

it("lets nothing pass in the first of two members of one name", () => {
  const text = clean('{"service.name":{"secret":"Zk81mQpx"},"service.name":"a"}\n');
  expect(text).toBe('{"service.name":"a"}\n');
});

it.each(["[1]", '"a"', "{", '{"a":1} x', "text {", ""])("takes %j for no record", (line) => {
  expect(clean(line)).toBeUndefined();
});

it("drops the line of a record that is to be dropped", () => {
  const dropping = createSanitizer({ keys: [{ match: "internal", action: "drop" }] });
  expect(cleanJsonLine('{"internal":"a"}\n', dropping)).toMatchObject({ text: "", dropped: true });
});
