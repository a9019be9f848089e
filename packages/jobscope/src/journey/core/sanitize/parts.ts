import type { Sanitizer } from "@jobscope/sanitizer";

export interface RequestSanitizerParts {
  readonly sanitizer: Pick<Sanitizer, "text" | "attributes">;
  /** Values of the scope attribute `jobscope.sanitizer.policy` that are believed. */
  readonly knownPolicies: ReadonlySet<string>;
  /** Attributes of the contract that no value detector looks at: ids, instants, numbers, closed enums. */
  readonly exempt: ReadonlySet<string>;
  /** Short digest of a value under a key of this monitor: keeps apart what looks alike once it is masked. */
  readonly digest: (value: string) => string;
}
