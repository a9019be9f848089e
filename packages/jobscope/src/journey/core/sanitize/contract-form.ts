import type { AnyValue } from "@jobscope/otlp";
import { ATTRIBUTES } from "@jobscope/semconv";

const INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

type Fits = (text: string) => boolean;

const FORMS: ReadonlyMap<string, Fits> = new Map(
  ATTRIBUTES.flatMap(({ name, type, values }): [string, Fits][] => {
    if (values !== undefined) return [[name, (text) => values.includes(text)]];
    if (type === "instant" || type === "instant[]") return [[name, (text) => INSTANT.test(text)]];
    return type === "string" || type === "string[]" ? [] : [[name, () => false]];
  }),
);

/**
 * Whether the texts of an attribute are what the contract says of it: a member of its set, an instant; where it is a number,
 * no text is. Only then may it pass unsearched: what a stranger writes under a name of ours may be anything. Ids have no
 * form: each sender makes them as it likes.
 */
export function hasContractForm(name: string, value: AnyValue | undefined): boolean {
  const fits = FORMS.get(name);
  if (fits === undefined) return true;
  if (typeof value === "string") return value === "" || fits(value);
  return !Array.isArray(value) || value.every((item) => typeof item !== "string" || fits(item));
}
