import type { Action } from "../model/action.ts";
import type { CheckedPolicy } from "../model/checked-policy.ts";
import type { Kind } from "../model/kind.ts";

export type Decide = (kind: Kind) => Action;

/** What the policy wants done with each kind: its rule's own wish, then the kind's name, then the detector. */
export function decider({ kinds, detectors }: Pick<CheckedPolicy, "kinds" | "detectors">): Decide {
  const decided = new Map<Kind, Action>();
  return (kind) => {
    const known = decided.get(kind);
    if (known !== undefined) return known;
    const action = bounded(kind, kind.action ?? kinds[kind.name] ?? detectors[kind.detector]);
    decided.set(kind, action);
    return action;
  };
}

/** Of what is always masked nothing may be kept or told, not even a pseudonym of it. */
function bounded(kind: Kind, action: Action): Action {
  const tells = action === "partial" || action === "pseudonymise" || action === "anonymise";
  return tells && kind.alwaysMasked ? "mask" : action;
}
