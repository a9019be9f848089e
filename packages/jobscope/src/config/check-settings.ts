import { z } from "zod";

import type { ConfigProblem } from "./config-error.ts";
import type { GivenSettings } from "./resolve-config.ts";
import { isSettingKey, SETTINGS } from "./settings/settings.ts";
import type { SettingKey, SettingValues } from "./settings/settings.ts";
import type { Given } from "./sources/source.ts";

/** What counts of each setting: the first that was given. */
export function winnersOf(all: readonly Given[]): ReadonlyMap<SettingKey, Given> {
  const winners = new Map<SettingKey, Given>();
  for (const given of all) {
    if (!winners.has(given.key)) winners.set(given.key, given);
  }
  return winners;
}

export interface CheckedSettings {
  /** Empty where there are problems. */
  readonly values: GivenSettings;
  readonly problems: readonly ConfigProblem[];
}

/** Checks what was given; what was not is no problem. */
export function checkSettings(given: ReadonlyMap<SettingKey, Given>): CheckedSettings {
  const result = schema.safeParse(Object.fromEntries([...given].map(([key, { value }]) => [key, value])));
  if (result.success) return { values: result.data, problems: [] };
  return { values: {}, problems: result.error.issues.map((issue) => problemOf(issue, given)) };
}

const schema = z.object(typesOf()).partial();

function typesOf(): { readonly [K in SettingKey]: z.ZodType<SettingValues[K]> } {
  const types = Object.entries(SETTINGS).map(([key, setting]) => [key, setting.type]);
  return Object.fromEntries(types) as { readonly [K in SettingKey]: z.ZodType<SettingValues[K]> };
}

function problemOf(issue: z.core.$ZodIssue, all: ReadonlyMap<SettingKey, Given>): ConfigProblem {
  const key = String(issue.path[0] ?? "");
  const given = isSettingKey(key) ? all.get(key) : undefined;
  const allowed = issue.code === "custom" ? issue.params?.["allowed"] : undefined;
  const shown = isSettingKey(key) && SETTINGS[key].secret === true ? {} : { given: showValue(given?.value) };
  return {
    key,
    where: given?.where ?? "configuration",
    ...shown,
    why: issue.message,
    fix: typeof allowed === "string" ? `Allowed: ${allowed}.` : "See the documentation of this setting.",
  };
}

const MAX_SHOWN = 80;

function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
