import type { AlertingConfig } from "../../model/config.ts";
import type { Matcher, Matchers } from "../../model/matcher.ts";
import { routesOf } from "../../model/routes-of.ts";
import type { Rule } from "../../model/rule.ts";
import { selectorsOf } from "../../model/selectors-of.ts";
import { compileMatchers } from "../matching/compile-matchers.ts";
import { nearestName } from "../schema/nearest-name.ts";
import type { Finding, RuleFinding } from "./finding.ts";
import { isDefaultRule, knownLabels, valuesOfAttribute, type KnownLabels } from "./known-values.ts";

/** Matchers on labels that no alert has, or with values that none of them has. */
export function lintMatchers(config: AlertingConfig): readonly Finding[] {
  const known = knownLabels(config);
  const lint = (subject: string, field: string, matchers: Matchers): readonly Finding[] =>
    matchers.flatMap((matcher) => lintLabel(matcher, field, known).map((finding) => ({ ...finding, subject })));
  return [
    ...routesOf(config.route).flatMap(({ id, matchers }) => lint(`route ${id}`, "match", matchers)),
    ...config.escalations.flatMap(({ name, matchers }) => lint(`escalation "${name}"`, "match", matchers)),
    ...config.inhibitRules.flatMap(({ name, source, target }) => [
      ...lint(`inhibition "${name}"`, "source", source),
      ...lint(`inhibition "${name}"`, "target", target),
    ]),
    ...config.rules.flatMap(({ id, condition }) =>
      condition.kind === "threshold" && condition.measure.kind === "alerts"
        ? lint(`rule "${id}"`, "alerts", condition.measure.matchers)
        : [],
    ),
  ];
}

function lintLabel(matcher: Matcher, field: string, known: KnownLabels): readonly RuleFinding[] {
  const { name } = matcher;
  const readsTraits = field === "source" || field === "target";
  const isTrait = known.traits.includes(name);
  if (known.names !== undefined && !known.names.includes(name) && !(isTrait && readsTraits)) {
    return [isTrait ? onlyTrait(name, field) : unknownLabel(name, field, known.names)];
  }
  // To leave out a default rule that is turned off does no harm.
  const values = matcher.op === "!=" && isDefaultRule(matcher) ? undefined : known.valuesOf(name);
  return unknownValues(matcher, values).map((message) => ({
    level: "warning",
    check: "unknown-label-value",
    message: `${field}: ${message}`,
  }));
}

function onlyTrait(name: string, field: string): RuleFinding {
  return {
    level: "warning",
    check: "trait-as-label",
    message: `${field} reads labels of alerts, and ${name} is a trait, which only inhibition and silences read: give the rules labels: { ${name}: "{{ $traits.${name} }}" }`,
  };
}

/** Names of the kind `job` that say half of what they mean. */
function unknownLabel(name: string, field: string, names: readonly string[]): RuleFinding {
  const near = nearestName(name, names) ?? names.find((known) => known === `${name}_name`);
  const fix = near === undefined ? `they have ${names.join(", ")}` : `write ${near}`;
  return {
    level: "warning",
    check: "unknown-label",
    message: `${field} reads labels of alerts, and no rule gives its alerts a label ${name}: ${fix}, or add it under labels of the rules`,
  };
}

/** Attributes that a rule selects by: values that the contract does not list are never there. */
export function lintAttributeValues({ scope, condition }: Rule): readonly RuleFinding[] {
  const matchers = [...scope.only, ...selectorsOf(condition).flatMap(({ where }) => where)];
  return matchers.flatMap((matcher) =>
    unknownValues(matcher, valuesOfAttribute(matcher.name)).map((message) => ({
      level: "warning",
      check: "unknown-attribute-value",
      message: `where: ${message}`,
    })),
  );
}

/** Plain alternatives, as lists of values become: each of them must be there. */
const ALTERNATIVES = /^[\w-]+(?:\|[\w-]+)*$/;

function unknownValues(matcher: Matcher, values: readonly string[] | undefined): readonly string[] {
  if (values === undefined || matcher.value === "") return [];
  const { name, op, value } = matcher;
  const isPlain = op === "=" || op === "!=";
  if (!isPlain && !ALTERNATIVES.test(value)) {
    const matches = compileMatchers([{ name, op: "=~", value }]);
    return values.some((one) => matches(() => one)) ? [] : [unknownValue(name, value, values)];
  }
  const wanted = isPlain ? [value] : value.split("|");
  return wanted.filter((one) => !values.includes(one)).map((one) => unknownValue(name, one, values));
}

const MAX_LISTED = 8;

function unknownValue(name: string, value: string, values: readonly string[]): string {
  const near = nearestName(value, values) ?? values.find((one) => isBeginning(value, one));
  const listed = values.slice(0, MAX_LISTED).join(", ") + (values.length > MAX_LISTED ? ", …" : "");
  const fix = near === undefined ? `there are ${listed || "none"}` : `did you mean ${near}?`;
  return `${name} is never "${value}": ${fix}`;
}

const BEGINNING = 4;

/** `crit` means critical, `failed` means failure. */
function isBeginning(value: string, of: string): boolean {
  const start = value.toLowerCase().slice(0, BEGINNING);
  return start.length === BEGINNING && of.toLowerCase().startsWith(start);
}
