import type { ConfigProblem } from "../config-error.ts";
import { SETTING_KEYS } from "./settings.ts";
import { suggest } from "./suggest.ts";

/** What is wrong with a key that is no setting, and what was meant by it perhaps. */
export function strangerOf(key: string): Pick<ConfigProblem, "why" | "fix"> {
  if (SETTING_KEYS.some((known) => known.startsWith(`${key}.`))) {
    const inner = SETTING_KEYS.filter((known) => known.startsWith(`${key}.`)).map((known) =>
      known.slice(key.length + 1),
    );
    return { why: "is a group of settings", fix: `Write below it: ${inner.join(", ")}.` };
  }
  const guess = suggest(key, SETTING_KEYS);
  const fix = guess === undefined ? `Known: ${SETTING_KEYS.join(", ")}.` : `Did you mean ${guess}?`;
  return { why: "is not a setting", fix };
}
