import { resolve } from "node:path";

import { PolicyError, PRESETS, readPolicyFile } from "@jobscope/sanitizer";
import type { Policy, PresetName } from "@jobscope/sanitizer";

import { ConfigError } from "../config-error.ts";
import type { Given } from "./source.ts";

/**
 * The sanitizer's policy by the name of a preset or by its file; `default` where nothing is given.
 *
 * @throws {ConfigError} that names the file and what is wrong in it.
 */
export function readPolicy(given: Given | undefined, cwd: string): Policy | PresetName {
  if (given === undefined) return "default";
  const named = String(given.value);
  const preset = PRESETS.find((name) => name === named);
  if (preset !== undefined) return preset;
  try {
    return readPolicyFile(resolve(cwd, named));
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const fix = `Allowed: ${PRESETS.join(", ")}, or the path of a policy file.`;
    throw new ConfigError([
      {
        key: given.key,
        where: given.where,
        given: JSON.stringify(named),
        why: `cannot be used: ${error.message}`,
        fix,
      },
    ]);
  }
}
