import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { createSanitizer, PolicyError, PRESETS, readPolicyFile } from "@jobscope/sanitizer";
import type { Policy, PresetName } from "@jobscope/sanitizer";

import { ConfigError } from "../config-error.ts";
import type { ConfigProblem } from "../config-error.ts";
import { suggest } from "../settings/suggest.ts";
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
  const path = resolve(cwd, named);
  try {
    return readPolicyFile(path);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { key, where } = given;
    const problem = existsSync(path) ? { why: "cannot be used", fix: error.message } : notFound(named);
    throw new ConfigError([{ key, where, given: JSON.stringify(withoutSecrets(named)), ...problem }]);
  }
}

function notFound(named: string): Pick<ConfigProblem, "why" | "fix"> {
  const guess = suggest(named, PRESETS);
  const hint = guess === undefined ? "" : `Did you mean ${guess}? `;
  const fix = `${hint}Allowed: ${PRESETS.join(", ")}, or the path of a policy file.`;
  return { why: "is no preset, and no file was found by that name", fix };
}

const LONGEST = 200;

/** Somebody may have put a secret where a name belongs. */
function withoutSecrets(named: string): string {
  const { text } = createSanitizer().text(named);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
