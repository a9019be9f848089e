import type { Alert } from "../model/alert.ts";
import type { InhibitRule } from "../model/routing.ts";
import { compileMatchers, type CompiledMatchers } from "../rules/matching/compile-matchers.ts";
import { isActive, lookupOf } from "./alert-lookup.ts";

export interface Inhibition {
  readonly rule: string;
  /** Id of an alert that inhibits. */
  readonly source: string;
}

interface Sources {
  /** Ids of active sources that are no targets of the rule themselves, and of those that are. */
  readonly plain: Set<string>;
  readonly twoSided: Set<string>;
}

interface CompiledRule {
  readonly name: string;
  readonly equal: readonly string[];
  readonly isSource: CompiledMatchers;
  readonly isTarget: CompiledMatchers;
  /** By the values of the `equal` labels: a target is looked up, not compared with every source. */
  readonly sources: Map<string, Sources>;
}

/**
 * Which alerts are not worth telling while another one fires. A source inhibits whether or not it is inhibited or silenced
 * itself. An alert that is source and target of a rule is not inhibited by another such, so none inhibits itself, and two
 * do not hide each other.
 */
export class Inhibitor {
  readonly #rules: readonly CompiledRule[];
  readonly #placed = new Map<string, readonly (readonly [rule: CompiledRule, key: string])[]>();

  constructor(rules: readonly InhibitRule[]) {
    this.#rules = rules.map((rule) => ({
      name: rule.name,
      equal: rule.equal,
      isSource: compileMatchers(rule.source),
      isTarget: compileMatchers(rule.target),
      sources: new Map(),
    }));
  }

  /** Takes an alert as it is now. */
  update(alert: Alert): void {
    this.#remove(alert.id);
    if (!isActive(alert)) return;
    const lookup = lookupOf(alert);
    const placed: (readonly [CompiledRule, string])[] = [];
    for (const rule of this.#rules) {
      if (!rule.isSource(lookup)) continue;
      const key = equalKey(rule, lookup);
      const sources = rule.sources.get(key) ?? { plain: new Set(), twoSided: new Set() };
      (rule.isTarget(lookup) ? sources.twoSided : sources.plain).add(alert.id);
      rule.sources.set(key, sources);
      placed.push([rule, key]);
    }
    if (placed.length > 0) this.#placed.set(alert.id, placed);
  }

  inhibits(alert: Alert): Inhibition | undefined {
    const lookup = lookupOf(alert);
    for (const rule of this.#rules) {
      if (rule.sources.size === 0 || !rule.isTarget(lookup)) continue;
      const sources = rule.sources.get(equalKey(rule, lookup));
      if (sources === undefined) continue;
      const source = first(sources.plain) ?? (rule.isSource(lookup) ? undefined : first(sources.twoSided));
      if (source !== undefined) return { rule: rule.name, source };
    }
    return undefined;
  }

  #remove(id: string): void {
    for (const [rule, key] of this.#placed.get(id) ?? []) {
      const sources = rule.sources.get(key);
      sources?.plain.delete(id);
      sources?.twoSided.delete(id);
      if (sources?.plain.size === 0 && sources.twoSided.size === 0) rule.sources.delete(key);
    }
    this.#placed.delete(id);
  }
}

function equalKey(rule: CompiledRule, lookup: (name: string) => string): string {
  let key = "";
  for (const name of rule.equal) key += `${lookup(name)}\u{0}`;
  return key;
}

function first(ids: ReadonlySet<string>): string | undefined {
  for (const id of ids) return id;
  return undefined;
}
