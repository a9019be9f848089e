import type { Action } from "../model/action.ts";
import type { CheckedPolicy } from "../model/checked-policy.ts";
import { PolicyError } from "../model/policy-error.ts";
import type { Policy, PresetName } from "../model/policy.ts";
import { PRESETS } from "../model/policy.ts";
import { parseDetectors, parseKinds } from "./parse-actions.ts";
import { parseKeyNames, parseKeys } from "./parse-keys.ts";
import { parseLimits } from "./parse-limits.ts";
import { parseLiterals } from "./parse-literals.ts";
import { parsePatterns } from "./parse-patterns.ts";
import { parsePseudonyms } from "./parse-pseudonyms.ts";
import { checkDistinct } from "./parse-rule-name.ts";
import { presetOf } from "./presets.ts";
import { ROOT, readFields, readOneOf, shown } from "./read-value.ts";

const FIELDS = [
  "name",
  "extends",
  "detectors",
  "kinds",
  "keys",
  "keepKeys",
  "allowKeys",
  "literals",
  "patterns",
  "pseudonyms",
  "limits",
];
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:/@+-]{0,63}$/u;

const NAME_FIX =
  "give 1 to 64 letters, digits, spaces or any of . _ : / @ + -, a letter or digit first: it goes along with every record";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks a policy, or a preset's name, and fills in what the preset and the defaults say.
 *
 * @throws {PolicyError} that names the field, what was given (never a secret), why it cannot be used, and the fix.
 */
export function parsePolicy(given: Policy | PresetName = "default"): CheckedPolicy {
  if (typeof given === "string") return parseFields({ extends: readOneOf("preset", given, PRESETS) });
  const checked = parseFields(readFields(ROOT, given, FIELDS));
  checkPseudonymsHaveKeys(checked);
  return checked;
}

function parseFields(fields: Fields): CheckedPolicy {
  const base = fields["extends"] === undefined ? "default" : readOneOf("extends", fields["extends"], PRESETS);
  const pseudonyms = parsePseudonyms(fields["pseudonyms"]);
  const preset = presetOf(base, pseudonyms !== undefined);
  const detectors = { ...preset.detectors, ...parseDetectors(fields["detectors"]) };
  const literals = parseLiterals(fields["literals"], detectors.custom);
  const patterns = parsePatterns(fields["patterns"], detectors.custom);
  checkDistinct(literals, patterns);
  return {
    name: readName(fields, base),
    detectors,
    kinds: { ...preset.kinds, ...parseKinds(fields["kinds"]) },
    keys: [...parseKeys(fields["keys"]), ...preset.keys],
    keepKeys: parseKeyNames("keepKeys", fields["keepKeys"]),
    allowKeys: allowed(preset.allowKeys, fields["allowKeys"]),
    literals,
    patterns,
    pseudonyms,
    limits: parseLimits(fields["limits"]),
  };
}

/** A receiver trusts a preset's name for what the preset does: a policy that does something else has another name. */
function readName({ name, ...fields }: Fields, base: PresetName): string {
  const changes = Object.keys(fields).some((field) => field !== "extends" && fields[field] !== undefined);
  if (name === undefined) return changes ? "custom" : base;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw new PolicyError("name", `${shown(name)} was given; ${NAME_FIX}.`);
  }
  if (PRESETS.some((preset) => preset === name) && (changes || name !== base)) {
    throw new PolicyError(
      "name",
      `"${name}" is the name of a preset, and this policy is another one. Choose another name.`,
    );
  }
  return name;
}

function allowed(ofPreset: readonly string[] | undefined, given: unknown): readonly string[] | undefined {
  const own = parseKeyNames("allowKeys", given);
  if (ofPreset !== undefined) return [...ofPreset, ...own];
  if (given !== undefined && own.length === 0) {
    throw new PolicyError(
      "allowKeys",
      "an empty list was given, with which no key may pass. Leave it out, or name keys.",
    );
  }
  return given === undefined ? undefined : own;
}

/** An unkeyed pseudonym is none: it can be undone by trying all values. */
function checkPseudonymsHaveKeys({ pseudonyms, ...policy }: CheckedPolicy): void {
  if (pseudonyms !== undefined) return;
  const asks = (action: Action): boolean => action === "pseudonymise";
  const fields = [
    ...Object.entries(policy.detectors).flatMap(([name, action]) => (asks(action) ? [`detectors.${name}`] : [])),
    ...Object.entries(policy.kinds).flatMap(([name, action]) => (asks(action) ? [`kinds.${name}`] : [])),
    ...(["keys", "literals", "patterns"] as const).flatMap((list) =>
      policy[list].flatMap(({ action }, i) => (asks(action) ? [`${list}[${String(i)}].action`] : [])),
    ),
  ];
  const [first] = fields;
  if (first === undefined) return;
  const why = "there are no keys to make pseudonyms with, and without a key they could be undone by trying all values";
  throw new PolicyError(
    first,
    `"pseudonymise" was given, but ${why}. Add pseudonyms: { keys: [{ kid: "k1", secret: … }] }, or use "mask".`,
  );
}
