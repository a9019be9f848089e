import type { Action } from "../model/action.ts";
import type { Kind } from "../model/kind.ts";

/** The keyed pseudonym of a value; undefined while no key is valid. */
export type Pseudonymise = (kind: Kind, value: string) => string | undefined;

/** What stands in the place of a value. Where an action cannot be done for this value, it is masked. */
export function replacementOf(kind: Kind, action: Action, { value, pseudonymise }: Replaced): string {
  switch (action) {
    case "keep":
      return value;
    case "remove":
      return "";
    case "partial":
      return changed(value, kind.partial?.(value)) ?? kind.mask;
    case "anonymise":
      return changed(value, kind.anonymise?.(value)) ?? kind.mask;
    case "pseudonymise":
      return pseudonymise(kind, value) ?? kind.mask;
    default:
      return kind.mask;
  }
}

export interface Replaced {
  readonly value: string;
  readonly pseudonymise: Pseudonymise;
}

/** A disguised value (`192%2E0…`) may come back as it was: nobody may take that for anonymised. */
const changed = (value: string, result: string | undefined): string | undefined =>
  result === value ? undefined : result;
