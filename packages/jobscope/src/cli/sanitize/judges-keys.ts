import { parsePolicy } from "@jobscope/sanitizer";
import type { Policy, PresetName } from "@jobscope/sanitizer";

/** Whether the policy says something of keys, which a text has none of: then lines that are records are judged as such. */
export function judgesKeys(policy: Policy | PresetName): boolean {
  const { keys, keepKeys, allowKeys } = parsePolicy(policy);
  return keys.length > 0 || keepKeys.length > 0 || allowKeys !== undefined;
}
