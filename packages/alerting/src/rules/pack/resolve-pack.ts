import type { Rule } from "../../model/rule.ts";
import type { At } from "../resolve/at.ts";
import { defined } from "../resolve/defined.ts";
import { lookUp } from "../resolve/look-up.ts";
import { formOf } from "../resolve/resolve-condition.ts";
import { DEFAULT_INTERVAL_MS, resolveRule } from "../resolve/resolve-rule.ts";
import { groupSchema, type ParsedPack, type ParsedPackRule, type ParsedRule } from "../schema/rule-schema.ts";
import { defaultRules, PACK_GROUP } from "./default-rules.ts";

/** The default rules, with what the file changes about them. */
export function resolvePack(
  { enabled = true, rules: changes = {}, ...thresholds }: ParsedPack,
  at: At,
): readonly Rule[] {
  const { rules } = groupSchema.parse({ name: PACK_GROUP, rules: defaultRules(defined(thresholds)) });
  const names = rules.map(({ name }) => name);
  for (const name of Object.keys(changes))
    lookUp(name, { names, what: "rule of the pack", at: at.below("rules", name) });
  if (!enabled) return [];
  const group = { name: PACK_GROUP, intervalMs: DEFAULT_INTERVAL_MS };
  return rules.flatMap((rule) => {
    const changed = changedRule(rule, changes[rule.name]);
    return changed === undefined ? [] : resolveRule(changed, group, at.below("rules", rule.name));
  });
}

function changedRule(rule: ParsedRule, change: boolean | ParsedPackRule | undefined): ParsedRule | undefined {
  if (change === false) return undefined;
  if (change === undefined || change === true) return rule;
  const { when } = change;
  return {
    ...rule,
    ...defined(change),
    when: when === undefined ? rule.when : formOf(when) === undefined ? { ...rule.when, ...defined(when) } : when,
    labels: { ...rule.labels, ...change.labels },
    annotations: { ...rule.annotations, ...change.annotations },
    // Those of the file are looked at first.
    overrides: [...(change.overrides ?? []), ...(rule.overrides ?? [])],
  };
}
