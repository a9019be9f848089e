import { detectorsFor } from "../detect/detectors.ts";
import { createFinder } from "../detect/find-in-text.ts";
import { createCachedKeyClassifier } from "../detect/key-name/key-classifier.ts";
import { compile } from "../detect/scan/program.ts";
import type { CheckedPolicy } from "../model/checked-policy.ts";
import { defaultLimits } from "../model/limits.ts";
import { presetOf } from "./presets.ts";

/** Longer ones are cut before they are shown. */
const LONGEST = 4_096;

let finder: ReturnType<typeof createFinder> | undefined;

/** What a message may quote of a policy that cannot be used: all but what any detector finds in it. */
export function withoutSecrets(given: string): string {
  const text = given.slice(0, LONGEST);
  finder ??= makeFinder();
  const found = finder(text);
  if (found === undefined) return text;
  let out = "";
  let from = 0;
  for (const [i, kind] of found.kinds.entries()) {
    out += text.slice(from, found.ranges[2 * i]) + kind.mask;
    from = found.ranges[2 * i + 1] ?? text.length;
  }
  return out + text.slice(from);
}

/** Made when the first message asks for it: most policies are right. */
function makeFinder(): ReturnType<typeof createFinder> {
  const policy: CheckedPolicy = {
    ...presetOf("default", false),
    name: "default",
    keepKeys: [],
    allowKeys: undefined,
    literals: [],
    patterns: [],
    pseudonyms: undefined,
    limits: defaultLimits,
  };
  return createFinder(compile(detectorsFor(policy), createCachedKeyClassifier(policy)), () => false);
}
