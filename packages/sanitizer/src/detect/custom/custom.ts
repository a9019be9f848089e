import type { Action } from "../../model/action.ts";
import type { CheckedLiteral, CheckedPattern, CheckedPolicy } from "../../model/checked-policy.ts";
import type { Detector } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";
import { literalAnchor } from "./find-literal.ts";
import { patternAnchor } from "./find-pattern.ts";
import { literalForms } from "./literal-forms.ts";

/** What a policy itself looks for. Its literals join the one pass: ten more cost next to nothing. */
export function customDetector(literals: readonly CheckedLiteral[], patterns: readonly CheckedPattern[]): Detector {
  return {
    name: "custom",
    certain: true,
    anchors: [
      ...literals.flatMap((rule) => {
        const kind = kindFor(rule);
        return rule.values.flatMap(literalForms).map((form) => literalAnchor(form, kind));
      }),
      ...patterns.map((rule) => patternAnchor(rule, kindFor(rule))),
    ],
  };
}

/** All that JavaScript writes a number with, but for the three that are none. */
const OF_NUMBERS = /^[\d.e+-]+$/u;

/** Whether something of it can stand in a number: only then numbers need a look. */
export function mayFindNumbers({ literals, patterns }: Pick<CheckedPolicy, "literals" | "patterns">): boolean {
  const texts = [...literals.flatMap(({ values }) => values), ...patterns.map(({ anchor }) => anchor)];
  return texts.some((text) => OF_NUMBERS.test(text));
}

const kindFor = ({ name, action }: { readonly name: string; readonly action: Action }): Kind =>
  kindOf("custom", `custom.${name}`, { action });
