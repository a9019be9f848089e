import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compileTemplate, type TemplateData } from "./expand.ts";

const DATA: TemplateData = {
  labels: { job_name: "billing", b: "2", a: "1" },
  value: 3,
  traits: { error_type: "TypeError" },
  evidence: { lastGoodMs: 1_643_114_203_000, count: 288, errorMessage: "{{ $labels.job_name }}" },
};

function render(text: string, data: Partial<TemplateData> = {}): string {
  return compileTemplate(text).expand({ ...DATA, ...data });
}

function samples(...values: readonly (readonly [string, number])[]): NonNullable<TemplateData["query"]> {
  return () => values.map(([instance, value]) => ({ labels: { instance, __value__: `v${value}` }, value }));
}

describe("Prometheus' own template expectations", () => {
  it.each([
    ["plain text", "plain text"],
    ["{{ 1 }}", "1"],
    ['{{ "<b>" }}', "<b>"],
    ['{{define "x"}}{{.arg0}} {{.arg1}}{{end}}{{template "x" (args 1 "2")}}', "1 2"],
    ['{{ "foo.example.com" | stripPort }}', "foo.example.com"],
    ['{{ "foo.example.com:12345" | stripPort }}', "foo.example.com"],
    ['{{ "192.0.2.1" | stripPort }}', "192.0.2.1"],
    ['{{ "192.0.2.1:12345" | stripPort }}', "192.0.2.1"],
    ['{{ "2001:0DB8::1" | stripPort }}', "2001:0DB8::1"],
    ['{{ "[2001:0DB8::1]:12345" | stripPort }}', "2001:0DB8::1"],
    ['{{ "[2001:0DB8::1]::12345" | stripPort }}', "[2001:0DB8::1]::12345"],
    ['{{ "foo.example.com" | stripDomain }}', "foo"],
    ['{{ "foo.example.com:12345" | stripDomain }}', "foo:12345"],
    ['{{ "192.0.2.1" | stripDomain }}', "192.0.2.1"],
    ['{{ "192.0.2.1:12345" | stripDomain }}', "192.0.2.1:12345"],
    ['{{ "2001:0DB8::1" | stripDomain }}', "2001:0DB8::1"],
    ['{{ "[2001:0DB8::1]:12345" | stripDomain }}', "[2001:0DB8::1]:12345"],
    ['{{ "[2001:0DB8::1]::12345" | stripDomain }}', "[2001:0DB8::1]::12345"],
    ['{{ reReplaceAll "(a)b" "x$1" "ab" }}', "xa"],
    ['{{ "aa bb CC" | title }}', "Aa Bb CC"],
    ['{{ "aa bb CC" | toUpper }}', "AA BB CC"],
    ['{{ "aA bB CC" | toLower }}', "aa bb cc"],
    ['{{ match "a+" "aa" }} {{ match "a+" "b" }}', "true false"],
    ['{{ printf "%0.2f" (parseDuration "1h2m10ms") }}', "3720.01"],
    ['{{ printf "%0.2f" (parseDuration "-1h2m10ms") }}', "-3720.01"],
    ["{{ 1435065584.128 | humanizeTimestamp }}", "2015-06-23 13:19:44.128 +0000 UTC"],
    ['{{ "1435065584.128" | humanizeTimestamp }}', "2015-06-23 13:19:44.128 +0000 UTC"],
    [
      "{{ -0.22222 | humanizePercentage }}:{{ 0.0 | humanizePercentage }}:{{ 0.1234567 | humanizePercentage }}:{{ 1.23456 | humanizePercentage }}",
      "-22.22%:0%:12.35%:123.5%",
    ],
    ['{{ "0.1234567" | humanizePercentage }}', "12.35%"],
  ])("%s", (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it.each([
    ["humanize", [0, 1, 1_234_567, 0.12], "0:1:1.235M:120m:"],
    ["humanize", [0, -1, 1, 1_234_567, 2 ** 63], "0:-1:1:1.235M:9.223E:"],
    ["humanize", [2 ** 64], "18.45E:"],
    ["humanize1024", [0, 1, 1_048_576, 0.12], "0:1:1Mi:0.12:"],
    ["humanize1024", [0, -1, 1, 1_234_567, 2 ** 63, 2 ** 64], "0:-1:1:1.177Mi:8Ei:16Ei:"],
    [
      "humanizeDuration",
      [0, 1, 60, 3600, 86_400, 86_400 + 3600, -(86_400 * 2 + 3600 * 3 + 60 * 4 + 5), 899.99],
      "0s:1s:1m 0s:1h 0m 0s:1d 0h 0m 0s:1d 1h 0m 0s:-2d 3h 4m 5s:14m 59s:",
    ],
    [
      "humanizeDuration",
      [0.1, 0.0001, 0.12345, 60.1, 60.5, 1.2345, 12.345],
      "100ms:100us:123.5ms:1m 0s:1m 0s:1.234s:12.35s:",
    ],
    ["humanizeDuration", [0, -1, 1, 1_234_567], "0s:-1s:1s:14d 6h 56m 7s:"],
    ["humanize", [Infinity, -Infinity, Number.NaN], "+Inf:-Inf:NaN:"],
    ["humanize1024", [Infinity, -Infinity, Number.NaN], "+Inf:-Inf:NaN:"],
    ["humanizeDuration", [Infinity, -Infinity, Number.NaN], "+Inf:-Inf:NaN:"],
    ["humanizeTimestamp", [Infinity, -Infinity, Number.NaN], "+Inf:-Inf:NaN:"],
    ["humanizePercentage", [0, -1, 1, 1_234_567, 2 ** 63, 2 ** 64], "0%:-100%:100%:1.235e+08%:9.223e+20%:1.845e+21%:"],
    [
      "humanizeTimestamp",
      [0, -1, 1, 1_234_567, 9_223_372_036],
      "1970-01-01 00:00:00 +0000 UTC:1969-12-31 23:59:59 +0000 UTC:1970-01-01 00:00:01 +0000 UTC:1970-01-15 06:56:07 +0000 UTC:2262-04-11 23:47:16 +0000 UTC:",
    ],
  ])("%s of %j", (name, values, expected) => {
    const query = samples(...values.map((value) => ["x", value] as const));
    expect(render(`{{ range query "m" }}{{ .Value | ${name} }}:{{ end }}`, { query })).toBe(expected);
  });

  it("asks queries and sorts what they give", () => {
    const query = samples(["b", 21], ["a", 11]);
    expect(render('{{ query "metric" | first | value }}', { query })).toBe("21");
    expect(render('{{ query "metric" | first | label "instance" }}', { query })).toBe("b");
    expect(render('{{ query "metric" | first | label "foo" }}', { query })).toBe("");
    expect(render('{{ query "metric" | first | strvalue }}', { query })).toBe("v21");
    expect(render('{{ $x := query "metric" | first }}{{ $x.Labels.foo }}', { query })).toBe("");
    const sorted = '{{ range query "metric" | sortByLabel "instance" }}{{.Labels.instance}}:{{.Value}}: {{end}}';
    expect(render(sorted, { query })).toBe("a:11: b:21: ");
    expect(render('{{ range query "m" }}x{{ else }}nothing{{ end }}')).toBe("nothing");
  });

  it("gives the compliance suite's strings", () => {
    expect(
      render(
        "{{humanize 1048576}} {{humanize1024 1048576}} {{humanizeDuration 135.3563}} {{humanizePercentage 0.959}} {{humanizeTimestamp 1643114203}}",
      ),
    ).toBe("1.049M 1Mi 2m 15s 95.9% 2022-01-25 12:36:43 +0000 UTC");
    expect(
      render(
        '{{title "this part"}} {{toUpper "is testing"}} {{toLower "THE STRINGS"}}. {{ stripPort "[::1]:6006"}} {{ stripPort "127.0.0.1:4004"}}. {{parseDuration "2h10m15s"}}. {{if match "[0-9]+" "1234"}}{{reReplaceAll "r.*d" "replaced" "rpld text"}}{{end}}. {{if match "[0-9]+$" "1234a"}}WRONG{{end}}.',
      ),
    ).toBe("This Part IS TESTING the strings. ::1 127.0.0.1. 7815. replaced text. .");
    const nested = `{{ define "testtemplate" }}Args are: {{.arg0}} {{.arg1}} {{.arg2}}. {{ with query "m{rulegroup='g',for='template'}" }}first_id:{{ . | sortByLabel "id" | first | label "id"}},{{ range $v := sortByLabel "id" .}}{{ . | label "id" }}:{{ . | value }},{{end}}{{end}}{{ end }}{{ template "testtemplate" (args "foo" "bar" 99) }}`;
    const query = () => [103, 101, 102].map((id) => ({ labels: { id: String(id) }, value: (id - 100) * 2 }));
    expect(render(nested, { query })).toBe("Args are: foo bar 99. first_id:101,101:2,102:4,103:6,");
    expect(render("{{$value}} {{.Value}}", { value: 11 })).toBe("11 11");
  });
});

/** What Go 1.x's text/template gives for the same. */
describe("Go's template language", () => {
  it.each([
    [
      '{{ $labels.job_name }} {{ .Labels.job_name }} {{ index $labels "a" }} [{{ $labels.nope }}]',
      "billing billing 1 []",
    ],
    ["{{.Labels}} {{len .Labels}}", "map[a:1 b:2 job_name:billing] 3"],
    ["{{range $k,$v := .Labels}}{{$k}}={{$v}},{{end}}", "a=1,b=2,job_name=billing,"],
    ['{{print 1 2 "x" "y" 3}} {{println 1 "a"}}|', "1 2xy3 1 a\n|"],
    ["{{1.0}} {{1e5}} {{0x10}} {{'a'}} {{true}} {{1_000}}", "1 100000 16 97 true 1000"],
    ["{{if and .Value 0}}y{{else if or .Value 0}}z{{end}}{{not 1}}", "zfalse"],
    [
      '{{gt .Value 2.0}} {{gt 3 2}} {{lt "a" "b"}} {{le 1 1}} {{ne 1 2}} {{eq 1 1 2}} {{eq "a" "b" "a"}}',
      "true true true true true true true",
    ],
    ['{{.Value | printf "%.1f"}} {{printf "%s is %v" $labels.a $value}}', "3.0 1 is 3"],
    ['a {{- "b" -}} c {{/* x */}} d {{- /* y */ -}} e', "abc  de"],
    ["{{$x := 1}}{{$x = 2}}{{$x}} {{with $y := .Value}}{{$y}}{{else}}n{{end}}", "2 3"],
    ["{{$x := 1}}{{if true}}{{$x = 2}}{{$x := 9}}{{end}}{{$x}}", "2"],
    ['{{"a" | print "b"}} {{urlquery "a b&c"}} {{len "héllo"}}', "ba a+b%26c 6"],
    ["{{- 3}} {{-3}}", "3 -3"],
    ["{{ with $labels.nope }}x{{ else }}none{{ end }}", "none"],
    ["{{ with $labels.nope }}x{{ else with $labels.a }}{{ . }}{{ end }}", "1"],
    ['{{ range $labels }}{{ if eq . "2" }}{{ break }}{{ end }}{{ . }}{{ end }}', "1"],
    ['{{ range $labels }}{{ if eq . "1" }}{{ continue }}{{ end }}{{ . }};{{ end }}', "2;billing;"],
    ['{{ define "loop" }}{{ template "loop" }}{{ end }}unused', "unused"],
    ['{{ (index $labels "a") }}{{ `raw \\n` }}{{ "\\u00e9\\x41\\n" }}', "1raw \\néA\n"],
    [
      '{{ printf "%5s|%-5s|%05.1f|%+d|%q|%6.2f%%|%x|%t" "a" "b" 1.25 3 "x\\"y\\n" 12.345 "hi" true }}',
      '    a|b    |001.2|+3|"x\\"y\\n"| 12.35%|6869|true',
    ],
    ['{{ printf "%d %s %d|%d" 1.5 1.5 "a" 7 }}', "%!d(float64=1.5) %!s(float64=1.5) %!d(string=a)|7"],
    ['{{ printf "%d %d" 1 }} {{ printf "%d" 1 2 "x" }}', "1 %!d(MISSING) 1%!(EXTRA int=2, string=x)"],
  ])("%s", (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it.each([
    [0, "0|0.00|0"],
    [15, "15|15.00|15"],
    [100_000, "1e+05|100000.00|100000"],
    [123_456, "1.235e+05|123456.00|123456"],
    [1_234_567, "1.235e+06|1234567.00|1.234567e+06"],
    [1e21, "1e+21|1000000000000000000000.00|1e+21"],
    [0.0001, "0.0001|0.00|0.0001"],
    [0.000_01, "1e-05|0.00|1e-05"],
    [1 / 3, "0.3333|0.33|0.3333333333333333"],
    [-2.5, "-2.5|-2.50|-2.5"],
  ])("prints %d as Go does", (value, expected) => {
    expect(render('{{ printf "%.4g|%.2f" $value $value }}|{{ $value }}', { value })).toBe(expected);
  });

  it("rounds halves to even, as Go does", () => {
    expect(render('{{ printf "%.0f %.0f %.0f %.1f %.0f" 0.5 1.5 -2.5 1.25 0.51 }}')).toBe("0 2 -2 1.2 1");
  });
});

describe("what Jobscope adds", () => {
  it("shows traits and evidence", () => {
    expect(render("{{ $traits.error_type }} {{ .Traits.error_type }} {{ $traits.nope }}")).toBe("TypeError TypeError ");
    expect(render("{{ $evidence.count }} {{ humanizeTimestamp $evidence.lastGood }} [{{ $evidence.runId }}]")).toBe(
      "288 2022-01-25 12:36:43 +0000 UTC []",
    );
  });

  it("takes values for data, never for templates", () => {
    expect(render("{{ $evidence.errorMessage }}")).toBe("{{ $labels.job_name }}");
    expect(render("{{ $labels.a }}", { labels: { a: '{{ query "x" }}<script>' } })).toBe('{{ query "x" }}<script>');
  });

  it("does not reach what JavaScript objects have by themselves", () => {
    expect(render("[{{ $labels.constructor }}{{ $labels.__proto__ }}{{ $labels.toString }}]")).toBe("[]");
    expect(render("{{ .constructor }}")).toMatch(/^<error expanding template: there is no \.constructor here/);
  });

  it("compares whole numbers with others", () => {
    expect(render("{{ if gt $value 2 }}much{{ end }} {{ eq $value 3 }}")).toBe("much true");
  });

  it("renders functions that do not exist here as nothing", () => {
    expect(render('[{{ graphLink "up" }}][{{ nosuch 1 | toUpper }}][{{ if pathPrefix }}x{{ end }}]')).toBe("[][][]");
    expect(compileTemplate('{{ graphLink "up" }}').functions).toEqual(new Set(["graphLink"]));
  });

  it("says whether the result follows the value", () => {
    expect(compileTemplate("{{ $labels.a }} {{ .Labels.b }}").readsValue).toBe(false);
    for (const text of [
      "{{ $value }}",
      "{{ .Value }}",
      "{{ $traits.x }}",
      '{{ query "x" }}',
      "{{ $.Value }}",
      "{{ $evidence.count }}",
    ]) {
      expect(compileTemplate(text).readsValue, text).toBe(true);
    }
    expect(compileTemplate("{{ $labels.a }} {{ if true }}{{ .Labels.b }}{{ end }}").labels).toEqual(
      new Set(["a", "b"]),
    );
  });
});

describe("what is wrong", () => {
  it.each([
    ["{{", 'line 1: the "{{" has no "}}"'],
    ["a\n{{ end }}", "line 2: {{ end }} without an {{ if }}, {{ range }} or {{ with }}"],
    ["{{ if $value }}", "the {{ if }} has no {{ end }}"],
    ['{{ template "q" }}', 'line 1: template "q" is not defined: add {{ define "q" }}…{{ end }}'],
    ["{{ $zz }}", "line 1: the variable $zz is not defined here: $labels, $value, $traits and $evidence are"],
    ["{{}}", "line 1: a value is missing"],
    ["{{ if }}x{{ end }}", "line 1: a value is missing"],
    ["{{ 1 2 }}", "line 1: a value takes no arguments"],
    ["{{ break }}", "line 1: {{ break }} outside of {{ range }}"],
    ["{{ ( 1 }}", 'line 1: a "(" has no ")"'],
    ["{{ 1 ) }}", 'line 1: unexpected ")"'],
    ["{{ 'ab' }}", "line 1: 'ab' is not one character: write texts in double quotes"],
    ['{{ "x }}', 'line 1: the " is not closed'],
    ["{{ \u{a0} }}", 'line 1: unexpected "\u{a0}" in an action'],
    ["{{ $labels.a $labels.b }}", "only functions take values: put the function in front"],
    ['{{ humanize "one" }}', '"one" is no number'],
    ['{{ query "missing" | first }}', "first was called on no samples at all"],
    ['{{ (query "missing").banana }}', "a list has no .banana"],
    ["{{ humanizeTimestamp 1e300 }}", "1e+300 is no time: Unix seconds are wanted"],
    ['{{ match "(" "x" }}', 'the regular expression "(" is not valid RE2 syntax: missing closing ): `(`'],
    ["{{ humanize }}", "humanize takes 1 values, 0 were given"],
    [
      "{{ .Foo }}",
      "there is no .Foo here: there are .Labels, .Value, .Traits, .Evidence, .ExternalLabels, .ExternalURL",
    ],
  ])("%j", (template, reason) => {
    expect(render(template)).toBe(`<error expanding template: ${reason}>`);
  });

  it("cannot be made to loop, recurse or grow", () => {
    expect(render('{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}')).toMatch(/more than 20 deep/);
    const many = () => Array.from({ length: 5000 }, (_, at) => ({ labels: { i: String(at) }, value: at }));
    expect(
      render('{{ range query "a" }}{{ range query "a" }}{{ range query "a" }}x{{ end }}{{ end }}{{ end }}', {
        query: many,
      }),
    ).toMatch(/more than 10000 steps/);
    const doubling = '{{ $x := "0123456789" }}{{ range query "a" }}{{ $x = print $x $x }}{{ end }}{{ $x }}';
    expect(render(doubling, { query: many })).toMatch(/too much text/);
    const long = render('{{ range query "a" }}0123456789012345678901234567890123456789{{ end }}', { query: many });
    expect(long.length).toBe(16_385);
    expect(render('{{ printf "%1000000d" 1 }}').length).toBe(200);
    expect(render(`${"{{ if true }}".repeat(100)}x${"{{ end }}".repeat(100)}`)).toMatch(/nested more than 32 deep/);
    expect(render(`{{ ${"(".repeat(100)}1${")".repeat(100)} }}`)).toMatch(/nested more than 32 deep/);
    expect(render(`{{ 1 }}${"x".repeat(20_000)}`)).toMatch(/at most 16384 are allowed/);
    const slow = `{{ range query "a" }}{{ match "(.*a){20}b" $labels.a }}{{ end }}`;
    expect(render(slow, { query: many, labels: { a: "a".repeat(10_000) } })).toMatch(/too much text/);
  });

  it("never throws, whatever the template", () => {
    const pieces = [
      "{{",
      "}}",
      "-",
      " ",
      "$labels",
      ".",
      "x",
      '"',
      "`",
      "(",
      ")",
      "|",
      "if",
      "else",
      "end",
      "range",
      "define",
      "1",
      ":=",
      "=",
      "$x",
      "query",
      "/*",
      "*/",
      ",",
      "\n",
      "'",
      "\\",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        expect(typeof render(parts.join(""))).toBe("string");
      }),
      { numRuns: 2000 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof render(`{{ ${text} }}`) === "string"));
  });
});
