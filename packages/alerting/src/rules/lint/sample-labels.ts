import { labelName } from "../../model/labels.ts";
import type { Condition } from "../../model/rule.ts";

/** Names that labels of a rule's samples can have, as far as that is known. */
export function sampleLabelsOf(condition: Condition): ReadonlySet<string> | undefined {
  if (condition.kind === "threshold" || condition.kind === "absence") {
    return condition.by === "all" ? undefined : new Set(condition.by.map(labelName));
  }
  return undefined;
}
