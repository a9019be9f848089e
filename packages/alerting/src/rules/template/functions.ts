import { parseDurationSeconds } from "../duration/parse-duration.ts";
import { compileRegex } from "../matching/compile-regex.ts";
import { BUILTINS, queryEscape, type TemplateFunction } from "./builtins.ts";
import { stripDomain, stripPort } from "./host-port.ts";
import { humanize, humanize1024, humanizeDuration, humanizePercentage, humanizeTimestamp } from "./humanize.ts";
import { replaceAll } from "./replace-all.ts";
import { TemplateError } from "./template-error.ts";
import { isList, numberFrom, stringFrom, typeOf, ValueMap, type Value, type ValueList } from "./value.ts";

function ofNumber(convert: (value: number) => Value): TemplateFunction {
  return (value) => convert(numberFrom(value));
}

function ofText(convert: (text: string) => Value): TemplateFunction {
  return (value) => convert(stringFrom(value));
}

/** Functions of Prometheus' alert templates; `query` is added where there is something to ask. */
const PROMETHEUS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["humanize", ofNumber(humanize)],
  ["humanize1024", ofNumber(humanize1024)],
  ["humanizeDuration", ofNumber(humanizeDuration)],
  ["humanizePercentage", ofNumber(humanizePercentage)],
  ["humanizeTimestamp", ofNumber(humanizeTimestamp)],
  ["title", ofText(title)],
  ["toUpper", ofText((text) => text.toUpperCase())],
  ["toLower", ofText((text) => text.toLowerCase())],
  ["stripPort", ofText(stripPort)],
  ["stripDomain", ofText(stripDomain)],
  ["parseDuration", ofText(parseDurationSeconds)],
  ["urlQueryEscape", ofText(queryEscape)],
  ["safeHtml", ofText((text) => text)],
  ["match", (pattern, text) => compileRegex(stringFrom(pattern)).matcher(stringFrom(text)).find()],
  [
    "reReplaceAll",
    (pattern, replacement, text) =>
      replaceAll(compileRegex(stringFrom(pattern)), stringFrom(replacement), stringFrom(text)),
  ],
  ["first", (samples) => firstOf(listFrom(samples))],
  ["label", (name, sample) => labelOf(sample, stringFrom(name))],
  ["value", (sample) => sampleFrom(sample).field("Value")],
  ["strvalue", (sample) => labelOf(sample, "__value__")],
  ["sortByLabel", (name, samples) => sortByLabel(stringFrom(name), listFrom(samples))],
  ["args", (...values) => new ValueMap(new Map(values.map((value, at) => [`arg${at}`, value])), "map")],
]);

export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([...BUILTINS, ...PROMETHEUS]);

/** Fewer and more values than these are mistakes; the others take any number. */
const ARITY: Readonly<Record<string, number>> = {
  and: -1,
  or: -1,
  index: -1,
  print: 0,
  println: 0,
  printf: -1,
  urlquery: 0,
  args: 0,
  eq: -2,
  ne: 2,
  lt: 2,
  le: 2,
  gt: 2,
  ge: 2,
  match: 2,
  label: 2,
  sortByLabel: 2,
  reReplaceAll: 3,
};

/** Throws where a function has too few or too many values. */
export function checkArity(name: string, given: number): void {
  const wanted = ARITY[name] ?? 1;
  if (wanted === 0 || (wanted < 0 ? given >= -wanted : given === wanted)) return;
  throw new TemplateError(`${name} takes ${wanted < 0 ? `at least ${-wanted}` : wanted} values, ${given} were given`);
}

/** First letters of words; the others stay. */
function title(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}\p{M}_'’]+/gu, (word) => {
    const [first = ""] = word;
    return first.toUpperCase() + word.slice(first.length);
  });
}

function listFrom(value: Value): ValueList {
  if (isList(value)) return value;
  throw new TemplateError(`a ${typeOf(value)} was given where samples of a query are wanted`);
}

function sampleFrom(value: Value): ValueMap {
  if (value instanceof ValueMap && value.entries.has("Labels")) return value;
  throw new TemplateError(`a ${typeOf(value)} was given where a sample of a query is wanted`);
}

function firstOf(samples: ValueList): Value {
  if (samples.length > 0) return samples[0];
  throw new TemplateError("first was called on no samples at all");
}

function labelOf(value: Value, name: string): string {
  const labels = sampleFrom(value).field("Labels");
  return labels instanceof ValueMap ? stringFrom(labels.field(name)) : "";
}

function sortByLabel(name: string, samples: ValueList): ValueList {
  return samples
    .map((sample) => ({ sample, label: labelOf(sample, name) }))
    .toSorted((a, b) => (a.label === b.label ? 0 : a.label < b.label ? -1 : 1))
    .map(({ sample }) => sample);
}
