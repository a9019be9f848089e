import { plainKey } from "../detect/key-name/key-rules.ts";
import type { Action } from "../model/action.ts";
import { PolicyError } from "../model/policy-error.ts";
import { readAction } from "./parse-actions.ts";
import { kindOfValue, readFields, readList, shown } from "./read-value.ts";

const LONGEST_MATCH = 256;

export interface CheckedKeyRule {
  readonly match: string;
  readonly action: Action;
}

/** Rules of keys whose values are sensitive. @throws {PolicyError} */
export function parseKeys(given: unknown): readonly CheckedKeyRule[] {
  return readList("keys", given, (rule, field) => {
    if (typeof rule === "string") {
      throw new PolicyError(field, `${shown(rule)} was given; give an object: { match: ${shown(rule)} }.`);
    }
    const { match, action } = readFields(field, rule, ["match", "action"]);
    return {
      match: readMatch(`${field}.match`, match),
      action: action === undefined ? "mask" : readAction(`${field}.action`, action),
    };
  });
}

/** Names of keys, with `*`. @throws {PolicyError} */
export function parseKeyNames(list: "keepKeys" | "allowKeys", given: unknown): readonly string[] {
  return readList(list, given, (name, field) => readMatch(field, name));
}

function readMatch(field: string, match: unknown): string {
  if (typeof match !== "string") {
    throw new PolicyError(field, `${kindOfValue(match)} was given; give the name of a key as text, such as "badge*".`);
  }
  if (match.length > LONGEST_MATCH) {
    throw new PolicyError(
      field,
      `a text of ${String(match.length)} characters was given; at most ${String(LONGEST_MATCH)} are used.`,
    );
  }
  const plain = plainKey(match);
  if (plain === "") {
    throw new PolicyError(
      field,
      `${shown(match)} has no letter or digit, so that it fits no key. Give a name, with * for any characters.`,
    );
  }
  if (/^\*+$/u.test(plain)) {
    throw new PolicyError(
      field,
      `${shown(match)} fits every key. Give at least one letter, or extend "strict" to let only named keys pass.`,
    );
  }
  return match;
}
