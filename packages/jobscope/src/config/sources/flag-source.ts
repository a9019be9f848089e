import { flagOf, isSettingKey } from "../settings/settings.ts";
import type { Source } from "./source.ts";

/** Flags by key of their setting; the command line itself refuses flags that do not exist. */
export type Flags = Readonly<Record<string, string | undefined>>;

export function readFlags(flags: Flags): Source {
  const given = Object.entries(flags).flatMap(([key, value]) =>
    value !== undefined && isSettingKey(key) ? [{ key, value, where: `flag ${flagOf(key)}` }] : [],
  );
  return { given, problems: [], warnings: [] };
}
