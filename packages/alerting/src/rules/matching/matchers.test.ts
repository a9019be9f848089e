import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { MatchOp } from "../../model/matcher.ts";
import { compileScope } from "../scope/compile-scope.ts";
import { compileMatchers } from "./compile-matchers.ts";
import { MatcherError } from "./matcher-error.ts";
import { formatMatcher, formatMatchers, parseMatcher, parseMatchers } from "./parse-matchers.ts";

function read(text: string): readonly string[] {
  return parseMatchers(text).map(({ name, op, value }) => `${name}${op}${value}`);
}

/** From Alertmanager's own tests of both its parsers. */
describe("texts that Alertmanager accepts", () => {
  it.each([
    ["", []],
    ["{}", []],
    ["{foo=bar}", ["foo=bar"]],
    ["{foo=bar,}", ["foo=bar"]],
    ["{foo!=bar}", ["foo!=bar"]],
    ["{foo=~[a-z]+}", ["foo=~[a-z]+"]],
    ["{foo!~[a-z]+}", ["foo!~[a-z]+"]],
    ["{foo=🙂bar}", ["foo=🙂bar"]],
    ["foo=bar", ["foo=bar"]],
    ['{"foo"="bar"}', ["foo=bar"]],
    [String.raw`{"foo"=~"\\d+"}`, [String.raw`foo=~\d+`]],
    [String.raw`{"foo"="\xf0\x9f\x99\x82"}`, ["foo=🙂"]],
    [String.raw`{"foo"="\U0001f642"}`, ["foo=🙂"]],
    [String.raw`{"foo"="bar\n"}`, ["foo=bar\n"]],
    [String.raw`{"foo"="\"bar\""}`, ['foo="bar"']],
    [String.raw`{"foo"="bar\\"}`, ["foo=bar\\"]],
    ['foo="bar",bar!="baz"', ["foo=bar", "bar!=baz"]],
    ["{foo='}", ["foo='"]],
    [String.raw`{foo=\"}`, ['foo="']],
    ['{foo="bar,quux", job="job1"}', ["foo=bar,quux", "job=job1"]],
    ['{foo = "bar", dings != "bums", }', ["foo=bar", "dings!=bums"]],
    [
      String.raw`{quote="She said: \"Hi, ladies! That's gender-neutral…\""}`,
      [`quote=She said: "Hi, ladies! That's gender-neutral…"`],
    ],
    ["tricky=~~~", ["tricky=~~~"]],
    [String.raw`trickier==\\=\=\"`, [String.raw`trickier==\=\="`]],
    [
      String.raw`contains_quote != "\"" , contains_comma !~ "foo,bar" , `,
      ['contains_quote!="', "contains_comma!~foo,bar"],
    ],
    ["{foo=bar}}", ["foo=bar}"]],
    ["{foo=,bar=}}", ["foo=", "bar=}"]],
    [String.raw`{foo=bar\t}`, [String.raw`foo=bar\t`]],
    [String.raw`{foo=bar\n}`, ["foo=bar\n"]],
    [String.raw`{foo=bar\}`, ["foo=bar\\"]],
    ["job=", ["job="]],
    ["{foo=}b", ["foo=}b"]],
    [String.raw`{"foo"=~"\\w+"}`, [String.raw`foo=~\w+`]],
  ])("%j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("has OTel names with dots, too", () => {
    expect(read('{job.name="billing",service.namespace=~"shop|pay"}')).toEqual([
      "job.name=billing",
      "service.namespace=~shop|pay",
    ]);
  });
});

describe("texts that it refuses", () => {
  it.each([
    [",", "cannot read the matchers ,: expected a label name at character 1"],
    ["{,}", "cannot read the matchers {,}: expected a label name at character 2"],
    ["{", 'cannot read the matchers {: the "{" has no "}" at character 2'],
    ["}", 'cannot read the matchers }: the "}" has no "{" at character 1'],
    ['job="value', 'cannot read the matchers job="value: the quote is not closed at character 5'],
    ['job.name="x" y', 'cannot read the matchers job.name="x" y: expected a comma or "}" at character 14'],
    ["job.name", 'cannot read the matchers job.name: expected one of "=", "!=", "=~", "!~" at character 9'],
    [
      "job.name=",
      'cannot read the matchers job.name=: expected a value; put quotes around it, an empty one is "" at character 10',
    ],
    [
      "job.name==x",
      'cannot read the matchers job.name==x: expected a value; put quotes around it, an empty one is "" at character 10',
    ],
    ['{a.b="c"}x', 'cannot read the matchers {a.b="c"}x: nothing may follow the "}" at character 10'],
    [
      "a.b='c'",
      `cannot read the matchers a.b='c': "'" is reserved: put double quotes around the name or value that holds it at character 5`,
    ],
    [
      String.raw`a.b="\w"`,
      String.raw`cannot read the matchers a.b="\w": "\w" is no escape: write a backslash as two at character 5`,
    ],
    [
      String.raw`{"foo"="\xf0\x9f"}`,
      String.raw`cannot read the matchers {"foo"="\xf0\x9f"}: "\xf0\x9f" is no escape: write a backslash as two at character 8`,
    ],
    [
      '{foo=~"invalid[regexp"}',
      'matcher of "foo": the regular expression "invalid[regexp" is not valid RE2 syntax: missing closing ]: `[regexp`',
    ],
    [
      'foo=~"a(?=b)"',
      'matcher of "foo": the regular expression "a(?=b)" is not valid RE2 syntax: invalid or unsupported Perl syntax: `(?=` (look-around and back-references do not exist in RE2)',
    ],
    [
      `foo=~"${"a".repeat(1025)}"`,
      'matcher of "foo": the regular expression has 1025 characters; at most 1024 are allowed: split it into several matchers',
    ],
    ["x".repeat(8193), "the matchers have 8193 characters; at most 8192 are allowed: write fewer"],
  ])("%j", (text, message) => {
    expect(() => parseMatchers(text)).toThrow(new MatcherError(message));
  });

  it("wants exactly one where one is wanted", () => {
    expect(parseMatcher(' job_name =~ "nightly-.*" ')).toEqual({ name: "job_name", op: "=~", value: "nightly-.*" });
    expect(() => parseMatcher('{a="b"}')).toThrow('one matcher has no braces: write a="b"');
    expect(() => parseMatcher("")).toThrow('"" holds no matcher');
    expect(() => parseMatcher("a=b,c=d")).toThrow("holds 2 matchers where one is expected");
  });

  it("never throws anything but its own error", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      ",",
      "=",
      "=~",
      "!~",
      "!=",
      '"',
      "\\",
      "a",
      "job.name",
      " ",
      "'",
      "`",
      "(",
      "*",
      "🙂",
      "\n",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
          fc.string(),
        ),
        (text) => {
          try {
            parseMatchers(text);
          } catch (error) {
            expect(error).toBeInstanceOf(MatcherError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

it("reads back what it writes", () => {
  const matcher = fc.record({
    name: fc.string({ minLength: 1 }),
    op: fc.constantFrom<MatchOp>("=", "!="),
    value: fc.string({ unit: "grapheme" }),
  });
  fc.assert(
    fc.property(fc.array(matcher, { maxLength: 4 }), (matchers) => {
      expect(parseMatchers(formatMatchers(matchers))).toEqual(matchers);
    }),
  );
  expect(formatMatcher({ name: "job.name", op: "=~", value: 'a"\n' })).toBe(String.raw`job.name=~"a\"\n"`);
});

describe("matching", () => {
  function matches(text: string, labels: Readonly<Record<string, string>>): boolean {
    return compileMatchers(parseMatchers(text))((name) => labels[name] ?? "");
  }

  it.each([
    ["a=b", { a: "b" }, true],
    ["a=b", { a: "bb" }, false],
    ['a=""', {}, true],
    ['a!=""', {}, false],
    ["a!=b", {}, true],
    ['a=~".*"', {}, true],
    ['a=~".+"', {}, false],
    ['a=~"b|c"', { a: "c" }, true],
    ['a=~"b|c"', { a: "bc" }, false],
    ['a=~"b|"', {}, true],
    ['a=~"b.*d"', { a: "b\nd" }, true],
    ['a=~"b"', { a: "abc" }, false],
    ['a=~"a|ab"', { a: "ab" }, true],
    ['a!~"b.*"', { a: "bx" }, false],
    ['a!~"b.*"', {}, true],
    ['a=~"(?i)BILLING"', { a: "billing" }, true],
    ['a=~"^billing$"', { a: "billing" }, true],
    [String.raw`a=~"\\p{L}+"`, { a: "Überprüfung" }, true],
    ['a=~"."', { a: "🙂" }, true],
    ["a=b,c=d", { a: "b", c: "d" }, true],
    ["a=b,c=d", { a: "b" }, false],
    ["", {}, true],
  ])("%s of %j", (text, labels, expected) => {
    expect(matches(text, labels)).toBe(expected);
  });

  it("takes linear time for patterns that hang backtracking engines", () => {
    const hostile = ["(a+)+$", "(a|aa)+", "(.*a){20}", "(a?){50}a{50}", "([a-z]+)*d", "(x+x+)+y"];
    for (const pattern of hostile) {
      const test = compileMatchers([{ name: "a", op: "=~", value: pattern }]);
      expect(
        test(() => `${"a".repeat(20_000)}!`),
        pattern,
      ).toBe(false);
    }
    expect(() => compileMatchers([{ name: "a", op: "=~", value: "((a{100}){100}){100}" }])).toThrow(MatcherError);
  });
});

it("a scope speaks for what matches, except for what its overrides took", () => {
  const scope = compileScope({
    only: parseMatchers("job.criticality=critical"),
    except: [parseMatchers("job.name=billing,service.name=pay"), parseMatchers("job.name=other")],
  });
  const speaks = (facts: Readonly<Record<string, string>>) => scope((name) => facts[name] ?? "");
  expect(speaks({ "job.criticality": "critical", "job.name": "billing" })).toBe(true);
  expect(speaks({ "job.criticality": "critical", "job.name": "billing", "service.name": "pay" })).toBe(false);
  expect(speaks({ "job.criticality": "critical", "job.name": "other" })).toBe(false);
  expect(speaks({ "job.name": "x" })).toBe(false);
});
