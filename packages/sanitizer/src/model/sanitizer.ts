import type { TextResult, ValueResult } from "./finding.ts";
import type { DetectorName } from "./kind.ts";

/** Made once from a policy, used for everything. Holds no state of what passed but bounded caches of key names. */
export interface Sanitizer {
  /** Name of the policy as it goes on the wire. */
  readonly policyName: string;
  /** One string, as a log body. Never throws. */
  text(value: string): TextResult;
  /** Any value: a full copy without what the policy forbids. Never throws, never changes what was given. */
  sanitize(value: unknown): ValueResult;
  /** A value that stands under this key, judged by key and value. */
  attribute(key: string, value: unknown): ValueResult;
  /**
   * Every pseudonym that this value has or had, one per key that is still known: what to search for when somebody asks
   * for erasure. Empty without pseudonym keys.
   */
  pseudonymsFor(value: string, detector: DetectorName): readonly string[];
}
