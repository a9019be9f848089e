import { vetPattern } from "../detect/custom/vet/vet-pattern.ts";
import type { Action } from "../model/action.ts";
import type { CheckedPattern } from "../model/checked-policy.ts";
import { PolicyError } from "../model/policy-error.ts";
import { readAction } from "./parse-actions.ts";
import { readRuleName } from "./parse-rule-name.ts";
import { kindOfValue, readFields, readInteger, readList, shown } from "./read-value.ts";

const DEFAULT_LENGTH = 256;
const MOST_LENGTH = 4_096;
const LONGEST_ANCHOR = 64;
const LONGEST_PATTERN = 1_000;
const FIELDS = ["name", "anchor", "pattern", "maxLength", "action"];
const ANCHOR = /^[ -~]{3,}$/u;

/** @throws {PolicyError} */
export function parsePatterns(given: unknown, defaultAction: Action): readonly CheckedPattern[] {
  return readList("patterns", given, (rule, field) => {
    const { name, anchor: givenAnchor, pattern, maxLength, action } = readFields(field, rule, FIELDS);
    const anchor = readAnchor(`${field}.anchor`, givenAnchor);
    const range = [anchor.length, MOST_LENGTH] as const;
    return {
      name: readRuleName(`${field}.name`, name),
      anchor,
      pattern: readPattern(`${field}.pattern`, pattern, anchor),
      maxLength: maxLength === undefined ? DEFAULT_LENGTH : readInteger(`${field}.maxLength`, maxLength, range),
      action: action === undefined ? defaultAction : readAction(`${field}.action`, action),
    };
  });
}

function readAnchor(field: string, anchor: unknown): string {
  if (typeof anchor === "string" && ANCHOR.test(anchor) && anchor.length <= LONGEST_ANCHOR) return anchor;
  const fix = `give 3 to ${String(LONGEST_ANCHOR)} ASCII characters that stand in every match: the pattern is tried only where they are`;
  throw new PolicyError(field, `${shown(anchor)} was given; ${fix}.`);
}

function readPattern(field: string, pattern: unknown, anchor: string): string {
  if (pattern instanceof RegExp) {
    throw new PolicyError(
      field,
      "a RegExp was given; give its source as text, so that the policy is data. There are no flags.",
    );
  }
  if (typeof pattern !== "string") {
    throw new PolicyError(field, `${kindOfValue(pattern)} was given; give a regular expression as text.`);
  }
  if (pattern.length > LONGEST_PATTERN) {
    throw new PolicyError(
      field,
      `a text of ${String(pattern.length)} characters was given; give at most ${String(LONGEST_PATTERN)}.`,
    );
  }
  const problem = vetPattern(pattern, anchor);
  if (problem !== undefined) throw new PolicyError(field, problem);
  return pattern;
}
