import { labelName } from "../../model/labels.ts";
import type { Matcher, Matchers } from "../../model/matcher.ts";
import { compileMatchers } from "../matching/compile-matchers.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import { parseMatcher, parseMatchers } from "../matching/parse-matchers.ts";
import type { SelectorFile } from "../schema/rule-file.ts";

/** `labels`: names are those of alerts' labels, and OTel names become them (`job.name` → `job_name`). */
export type SelectorNames = "attributes" | "labels";

/** Throws {@link MatcherError}. */
export function resolveSelector(selector: SelectorFile | undefined, names: SelectorNames): Matchers {
  const matchers = selector === undefined ? [] : readSelector(selector);
  compileMatchers(matchers);
  return names === "labels" ? matchers.map((matcher) => ({ ...matcher, name: labelName(matcher.name) })) : matchers;
}

function readSelector(selector: SelectorFile): Matchers {
  if (typeof selector === "string") return parseMatchers(selector);
  if (isTexts(selector)) return selector.map(parseMatcher);
  return Object.entries(selector).flatMap(([name, value]) => (value === undefined ? [] : [matcherOf(name, value)]));
}

type Value = string | number | boolean;

function isList<Entry>(value: Entry | readonly Entry[]): value is readonly Entry[] {
  return Array.isArray(value);
}

function isTexts(selector: SelectorFile): selector is readonly string[] {
  return Array.isArray(selector);
}

function matcherOf(name: string, value: Value | readonly Value[]): Matcher {
  const texts = isList(value) ? value.map(String) : [String(value)];
  const negated = texts.filter((text) => text.startsWith("!"));
  if (negated.length > 0 && negated.length < texts.length) {
    throw new MatcherError(`"${name}" lists values with and without "!": write all of them with it, or none`);
  }
  const wanted = negated.length > 0 ? texts.map((text) => text.slice(1)) : texts;
  const [only, ...others] = wanted;
  if (only !== undefined && others.length === 0 && !only.includes("*")) {
    return { name, op: negated.length > 0 ? "!=" : "=", value: only };
  }
  return { name, op: negated.length > 0 ? "!~" : "=~", value: wanted.map(patternOf).join("|") };
}

function patternOf(glob: string): string {
  return glob
    .split("*")
    .map((text) => text.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
    .join(".*");
}
