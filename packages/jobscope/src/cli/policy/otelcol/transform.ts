import { EXEMPT_ATTRIBUTES } from "@jobscope/semconv";

import { WORD_SIGN } from "./command-line-patterns.ts";
import { configText, ottlList, ottlText } from "./ottl.ts";
import type { Place } from "./places.ts";
import { PLACES } from "./places.ts";
import type { CollectorRules, KeyRuleRegex } from "./rules.ts";
import { maskOf } from "./value-pattern.ts";

/** Prefix of what stands among the copied attributes for a while. */
const OWN = "jobscope:";
/** All of a text that is neither a mask nor a pseudonym yet. */
const NOT_YET = String.raw`(?s)^(?:[^\[h]|\[(?:[^R]|$)|h(?:[^m]|$|m(?:[^a]|$|a(?:[^c]|$|c(?:[^:]|$))))).*$`;

export interface StatementGroup {
  readonly statements: readonly string[];
}

export interface TransformProcessor {
  readonly error_mode: "propagate";
  readonly log_statements: readonly StatementGroup[];
  readonly trace_statements: readonly StatementGroup[];
  readonly metric_statements: readonly StatementGroup[];
}

/**
 * The statements for all three signals. An error is propagated: the collector then refuses the batch, where `ignore` would
 * pass on what it could not look at.
 */
export function transformProcessor(rules: CollectorRules): TransformProcessor {
  const groups = new Map<Place, StatementGroup>();
  const groupsOf = (signal: keyof typeof PLACES): readonly StatementGroup[] =>
    PLACES[signal].map((place) => {
      // One object for a place that several signals have: YAML then writes it once.
      const group = groups.get(place) ?? { statements: statementsFor(place, rules).map(configText) };
      groups.set(place, group);
      return group;
    });
  return {
    error_mode: "propagate",
    log_statements: groupsOf("log"),
    trace_statements: groupsOf("trace"),
    metric_statements: groupsOf("metric"),
  };
}

/** Everything is done to a copy, in which the exempt values are put back before it takes the place of the original. */
function statementsFor({ path, attributes, texts }: Place, rules: CollectorRules): readonly string[] {
  const original = `${path}.${attributes}`;
  const copy = `${path}.cache`;
  const own = (name: string): string => `${copy}[${ottlText(OWN + name)}]`;
  // All that is to be searched as one text, in a map of its own, so that nothing is replaced in it.
  const all = `${own("all")}["text"]`;
  const patterns = rules.values.map(({ regex, replacement, hint }) => {
    const where = hint === undefined ? "" : ` where IsMatch(${all}, ${ottlText(hint)})`;
    return `replace_all_patterns(${copy}, "value", ${ottlText(regex)}, ${ottlText(replacement)})${where}`;
  });
  const inKeys = rules.keyTexts.map(
    ({ regex, replacement, hint = "" }) =>
      `replace_all_patterns(${copy}, "key", ${ottlText(regex)}, ${ottlText(replacement)}) where IsMatch(${all}, ${ottlText(hint)})`,
  );
  return [
    `merge_maps(${copy}, ${original}, "upsert")`,
    `delete_matching_keys(${copy}, ${ottlText(`^${OWN}`)})`,
    ...(path === "resource" ? commandWordStatements(copy, own("words"), rules) : []),
    ...keyStatements({ original, copy, keys: own("keys"), named: own("named") }, rules),
    ...texts.map(
      (text) => `set(${own(text)}, ${path}.${text})${text === "body" ? ` where IsString(${path}.body)` : ""}`,
    ),
    `set(${all}, String(${copy}))`,
    ...patterns,
    ...texts.map(
      (text) => `set(${path}.${text}, ${own(text)})${text === "body" ? ` where IsString(${path}.body)` : ""}`,
    ),
    ...inKeys,
    `delete_matching_keys(${copy}, ${ottlText(`^${OWN}`)})`,
    `set(${own("exempt")}, ${original})`,
    `keep_keys(${own("exempt")}, ${ottlList(EXEMPT_ATTRIBUTES)})`,
    `merge_maps(${copy}, ${own("exempt")}, "update")`,
    `delete_key(${copy}, ${ottlText(`${OWN}exempt`)})`,
    `set(${original}, ${copy})`,
  ];
}

const COMMAND_WORDS = "process.command_args";

/** The word behind `--token` is told by the word in front of it: they are joined, searched as one text, and parted again. */
function commandWordStatements(copy: string, words: string, { commandWords }: CollectorRules): readonly string[] {
  const list = `${copy}[${ottlText(COMMAND_WORDS)}]`;
  const sign = ottlText(WORD_SIGN);
  if (commandWords.length === 0) return [];
  return [
    `set(${words}, Concat(${list}, ${sign})) where IsList(${list})`,
    ...commandWords.map(
      ({ regex, replacement }) =>
        `replace_pattern(${words}, ${ottlText(regex)}, ${ottlText(replacement)}) where ${words} != nil`,
    ),
    `set(${list}, Split(${words}, ${sign})) where ${words} != nil and Len(${list}) > 0`,
    `delete_key(${copy}, ${ottlText(`${OWN}words`)})`,
  ];
}

interface KeyPaths {
  readonly original: string;
  readonly copy: string;
  /** Where the attributes stand whose keys may be sensitive. */
  readonly named: string;
  /** Where those of them stand that one rule is for. */
  readonly keys: string;
}

function keyStatements(paths: KeyPaths, { keys, keyHints, otherKeys, allowedKey }: CollectorRules): readonly string[] {
  const hint = keyHints.map((regex) => `(?:${regex})`).join("|");
  const some = `where Len(${paths.named}) > 0`;
  const statements = [
    `set(${paths.named}, ${paths.original})`,
    `keep_matching_keys(${paths.named}, ${ottlText(hint)})`,
    ...otherKeys.map((regex) => `delete_matching_keys(${paths.named}, ${ottlText(regex)}) ${some}`),
    ...keys.flatMap((rule) =>
      [
        `set(${paths.keys}, ${paths.named})`,
        `keep_matching_keys(${paths.keys}, ${ottlText(rule.regex)})`,
        ...maskStatements(paths, rule),
      ].map((statement) => `${statement} ${some}`),
    ),
  ];
  if (allowedKey !== undefined) {
    statements.push(
      `set(${paths.keys}, ${paths.original})`,
      `delete_matching_keys(${paths.keys}, ${ottlText(allowedKey)})`,
      ...maskStatements(paths, { mask: maskOf("key_name"), weak: false }),
    );
  }
  return statements;
}

function maskStatements(
  { copy, keys }: KeyPaths,
  { mask, weak }: Pick<KeyRuleRegex, "mask" | "weak">,
): readonly string[] {
  return [
    ...(weak ? [] : [`stringify_all(${keys})`]),
    `replace_all_patterns(${keys}, "value", ${ottlText(NOT_YET)}, ${ottlText(mask)})`,
    `merge_maps(${copy}, ${keys}, "update")`,
  ];
}
