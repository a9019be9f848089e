import { PolicyError } from "../model/policy-error.ts";
import { shown } from "./read-value.ts";

const NAME = /^[a-z0-9][\w.-]{0,63}$/iu;

/** The name of a literal's or a pattern's rule: counters and findings show it. @throws {PolicyError} */
export function readRuleName(field: string, name: unknown): string {
  if (typeof name === "string" && NAME.test(name)) return name;
  const problem = `${shown(name)} was given; give 1 to 64 letters, digits, ".", "_" or "-". Findings name it, so it must not be secret.`;
  throw new PolicyError(field, problem);
}

/** @throws {PolicyError} where two rules have one name. */
export function checkDistinct(literals: readonly Named[], patterns: readonly Named[]): void {
  const seen = new Map<string, string>();
  const rules = [...literals.map(of("literals")), ...patterns.map(of("patterns"))];
  for (const { name, field } of rules) {
    const first = seen.get(name);
    if (first !== undefined)
      throw new PolicyError(
        `${field}.name`,
        `"${name}" is the name of ${first} as well. Give each rule a name of its own.`,
      );
    seen.set(name, field);
  }
}

interface Named {
  readonly name: string;
}

const of =
  (list: string) =>
  ({ name }: Named, i: number) => ({ name, field: `${list}[${String(i)}]` });
