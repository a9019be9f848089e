import type { ConfigProblem } from "../config-error.ts";
import { envNameOf, isSettingKey, SETTING_KEYS, SETTINGS } from "../settings/settings.ts";
import type { SettingKey } from "../settings/settings.ts";
import { strangerOf } from "../settings/stranger-of.ts";
import type { Given, Source } from "./source.ts";

/**
 * Settings as a program gives them: nested as in the file, or with dots in their keys. What is undefined counts as not
 * given.
 */
export function readOptions(options: Readonly<Record<string, unknown>>): Source {
  const reading: Reading = { given: [], problems: [] };
  readGroup(options, "", reading);
  return { ...reading, warnings: [] };
}

interface Reading {
  readonly given: Given[];
  readonly problems: ConfigProblem[];
}

function readGroup(group: object, prefix: string, reading: Reading): void {
  for (const [name, value] of Object.entries(group)) {
    if (value !== undefined) readOne(`${prefix}${name}`, value, reading);
  }
}

function readOne(key: string, value: unknown, reading: Reading): void {
  const where = "option";
  if (isSettingKey(key) && isReadLater(key)) {
    const fix = `Set ${envNameOf(key)} in the environment: it is read there each time it is used.`;
    reading.problems.push({ key, where, why: "may not stand among options", fix });
  } else if (isSettingKey(key)) reading.given.push({ key, value, where });
  else if (isGroup(value) && SETTING_KEYS.some((known) => known.startsWith(`${key}.`))) {
    readGroup(value, `${key}.`, reading);
  } else reading.problems.push({ key, where, ...strangerOf(key) });
}

/** Secrets of others are kept nowhere, so that a rotated one counts at once; the admin key is used once, at the start. */
function isReadLater(key: SettingKey): boolean {
  return SETTINGS[key].secret === true && key !== "adminKey";
}

function isGroup(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
