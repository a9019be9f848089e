import type { Finding } from "../src/model/finding.ts";
import type { Sanitizer } from "../src/model/sanitizer.ts";

/** Words that {@link canarySanitizer} acts on. */
export const CANARY = "canary";
const MASK = "[REDACTED:custom]";

interface Seen {
  readonly findings: Finding[];
  dropped: boolean;
}

/**
 * A sanitizer for tests of what carries values: it masks every word that begins with `canary`, in keys too, drops records
 * with the word `droprecord`, removes attributes whose key is `removeme`, and throws at the word `explode`.
 */
export function canarySanitizer(policyName = "canary"): Sanitizer {
  const textOf = (value: string, seen: Seen): string => {
    if (value.includes("explode")) throw new Error("explode");
    if (value.includes("droprecord")) seen.dropped = true;
    return value.replaceAll(/canary\w*/g, () => {
      seen.findings.push({ detector: "custom", kind: "custom.canary", action: "mask", path: [], start: 0, end: 0 });
      return MASK;
    });
  };
  const valueOf = (value: unknown, seen: Seen): unknown => {
    if (typeof value === "string") return textOf(value, seen);
    if (Array.isArray(value)) return value.map((item) => valueOf(item, seen));
    return typeof value === "object" && value !== null ? recordOf(value, seen) : value;
  };
  const recordOf = (value: object, seen: Seen, exempt?: ReadonlySet<string>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        if (exempt?.has(key) === true) return [[key, item]];
        if (key === "removeme") return [];
        return [[textOf(key, seen), key === "password" ? MASK : valueOf(item, seen)]];
      }),
    );
  const begin = (): Seen => ({ findings: [], dropped: false });
  return {
    policyName,
    text: (value) => {
      const seen = begin();
      return { text: textOf(value, seen), ...seen };
    },
    sanitize: (value) => {
      const seen = begin();
      return { value: valueOf(value, seen), ...seen };
    },
    attribute: (key, value) => {
      const seen = begin();
      const clean = key === "password" ? MASK : valueOf(value, seen);
      return { key: textOf(key, seen), value: clean, removed: key === "removeme", ...seen };
    },
    attributes: (record, options) => {
      const seen = begin();
      return { attributes: recordOf(record, seen, options?.exempt), ...seen };
    },
    pseudonymsFor: () => [],
    counts: () => ({ findings: [], unseen: [] }),
  };
}
