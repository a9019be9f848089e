import type { RuleScope } from "../../model/rule.ts";
import { compileMatchers } from "../matching/compile-matchers.ts";

/** Whether a rule speaks for what `lookup` describes by OTel attribute names; `""` for a name that is not there. */
export function compileScope(scope: RuleScope): (lookup: (name: string) => string) => boolean {
  const only = compileMatchers(scope.only);
  const except = scope.except.map(compileMatchers);
  return (lookup) => only(lookup) && !except.some((matches) => matches(lookup));
}
