import type { KeyClass } from "../../model/detector.ts";
import { kindOf } from "../../model/kind.ts";
import type { KeyRule } from "../../model/policy.ts";

/** `userName`, `user_name` and `User-Name` are one name. */
export function plainKey(key: string): string {
  return key
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}*]/gu, "");
}

/** Whether a plain key fits; `*` stands for any characters. Linear in the key for each `*`. */
function keyMatcher(match: string): (plain: string) => boolean {
  const pattern = plainKey(match);
  if (!pattern.includes("*")) return (plain) => plain === pattern;
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  const middle = parts.slice(1, -1).filter((part) => part !== "");
  return (plain) => {
    if (plain.length < first.length + last.length || !plain.startsWith(first) || !plain.endsWith(last)) return false;
    let from = first.length;
    for (const part of middle) {
      const at = plain.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= plain.length - last.length;
  };
}

/** The first of the policy's key rules that fits, as a class of its own that carries the rule's action. */
export function ruleMatcher(rules: readonly KeyRule[]): (plain: string) => KeyClass | undefined {
  const matchers = rules.map(({ match, action = "mask" }) => ({
    fits: keyMatcher(match),
    keyClass: { kind: kindOf("key_name", "key_name.rule", { action }), weak: false },
  }));
  return (plain) => matchers.find(({ fits }) => fits(plain))?.keyClass;
}

export function keepMatcher(keepKeys: readonly string[]): (plain: string) => boolean {
  const matchers = keepKeys.map(keyMatcher);
  return (plain) => matchers.some((fits) => fits(plain));
}
