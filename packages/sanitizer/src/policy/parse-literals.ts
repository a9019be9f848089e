import type { Action } from "../model/action.ts";
import type { CheckedLiteral } from "../model/checked-policy.ts";
import { DETECTORS, MASK_START, maskOf } from "../model/kind.ts";
import { PolicyError } from "../model/policy-error.ts";
import { readAction } from "./parse-actions.ts";
import { readRuleName } from "./parse-rule-name.ts";
import { kindOfValue, readFields, readList } from "./read-value.ts";

const SHORTEST = 4;
const LONGEST = 4_096;
const MOST_VALUES = 500;

/** Would be found in half of all lines, and tell which they are by being masked there. */
const COMMON: ReadonlySet<string> = new Set(
  `true false null none undefined test tests testing admin administrator root user username guest default password secret
  token login localhost example sample demo info warn warning error debug trace name value data text json http https
  changeme unknown empty string number object production staging development local`.split(/\s+/u),
);

/** Values that are known to be secret. @throws {PolicyError} without the values. */
export function parseLiterals(given: unknown, defaultAction: Action): readonly CheckedLiteral[] {
  const rules = readList("literals", given, (rule, field) => {
    const { name, values, action } = readFields(field, rule, ["name", "values", "action"]);
    const read = readList(`${field}.values`, values, readValue);
    if (read.length === 0) {
      throw new PolicyError(`${field}.values`, "no value was given; give a list of texts, or leave the rule out.");
    }
    return {
      name: readRuleName(`${field}.name`, name),
      values: [...new Set(read)],
      action: action === undefined ? defaultAction : readAction(`${field}.action`, action),
    };
  });
  const count = rules.reduce((sum, { values }) => sum + values.length, 0);
  if (count <= MOST_VALUES) return rules;
  const why = "each makes every scan a little dearer";
  throw new PolicyError(
    "literals",
    `${String(count)} values were given; at most ${String(MOST_VALUES)} are looked for, because ${why}. Mask what has a key of its own by that, in keys.`,
  );
}

/** What is around a secret in the file it was read from (a line's end) is no part of it. */
function readValue(value: unknown, field: string): string {
  if (typeof value !== "string") {
    const quote = typeof value === "number" || typeof value === "boolean" ? "put it in quotes" : "give a text";
    throw new PolicyError(field, `${kindOfValue(value)} was given; ${quote}.`);
  }
  const trimmed = value.trim();
  if (trimmed.length < SHORTEST || trimmed.length > LONGEST) {
    const range = `${String(SHORTEST)} to ${String(LONGEST)}`;
    const why = trimmed.length < SHORTEST ? "so short a value stands in every text by chance" : "it is too long";
    throw new PolicyError(
      field,
      `a value of ${String(trimmed.length)} characters was given: ${why}. Give ${range} characters, or mask it by its key in keys.`,
    );
  }
  if (isCommon(trimmed)) {
    throw new PolicyError(
      field,
      "a common word was given, which stands in ordinary texts as well. Leave it out and mask it by its key in keys; as a secret it is worth changing.",
    );
  }
  return trimmed;
}

/** Also what stands in a mask: it would be found there again and again. */
const isCommon = (value: string): boolean =>
  COMMON.has(value.toLowerCase()) ||
  new Set(value).size === 1 ||
  MASKS.some((mask) => mask.includes(value)) ||
  value.includes(MASK_START);

const MASKS: readonly string[] = [...DETECTORS, "error", "depth", "size", "length"].map(maskOf);
