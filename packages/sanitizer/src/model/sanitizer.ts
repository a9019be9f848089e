import type { AttributeResult, AttributesResult, SanitizerCounts, TextResult, ValueResult } from "./finding.ts";
import type { DetectorName } from "./kind.ts";
import type { Location } from "./location.ts";

export interface AttributesOptions {
  /**
   * Keys whose values are not searched and whose names are not judged: contract ids, times and closed enums. An object
   * under such a key is searched all the same.
   */
  readonly exempt?: ReadonlySet<string>;
  /** For the counters. Default `attribute`. */
  readonly location?: Location;
}

/** Made once from a policy, used for everything. Holds no state of what passed but bounded caches and counters. */
export interface Sanitizer {
  /** Name of the policy as it goes on the wire. */
  readonly policyName: string;
  /** One string, as a log body or a span's name. Never throws. `location` is for the counters; default `body`. */
  text(value: string, location?: Location): TextResult;
  /** Any value: a full copy without what the policy forbids. Never throws, never changes what was given. */
  sanitize(value: unknown, location?: Location): ValueResult;
  /** A value that stands under this key, judged by key and value. `location` defaults to `attribute`. */
  attribute(key: string, value: unknown, location?: Location): AttributeResult;
  /** A whole record of attributes in one go: the quick way for a log record, a span, an event. */
  attributes(record: Readonly<Record<string, unknown>>, options?: AttributesOptions): AttributesResult;
  /**
   * Every pseudonym that this value has or had, one per key that is still known: what to search for when somebody asks
   * for erasure. Empty without pseudonym keys.
   *
   * @throws {TypeError} for a detector that does not exist.
   */
  pseudonymsFor(value: string, detector: DetectorName): readonly string[];
  /** What was done so far, by detector, location and action. */
  counts(): SanitizerCounts;
}
