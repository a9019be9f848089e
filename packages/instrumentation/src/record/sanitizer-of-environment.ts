import { resolve } from "node:path";

import type { Policy, PresetName, Sanitizer } from "@jobscope/sanitizer";
import { PRESETS, createSanitizer, readPolicyFile } from "@jobscope/sanitizer";

const VARIABLE = "JOBSCOPE_SANITIZER_POLICY";

/**
 * The sanitizer that the environment asks for: a preset by its name, else the policy of the file of that name; `default`
 * where nothing is asked for.
 *
 * @throws {Error} that says what is wrong with the name or the file.
 */
export function sanitizerOfEnvironment(environment: NodeJS.ProcessEnv): Sanitizer {
  const wanted = environment[VARIABLE]?.trim() ?? "";
  try {
    return createSanitizer(wanted === "" ? "default" : policyNamed(wanted));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${VARIABLE}=${wanted} cannot be used: ${reason}. Give one of ${PRESETS.join(", ")}, or the path of a policy file.`,
      { cause: error },
    );
  }
}

const policyNamed = (name: string): Policy | PresetName =>
  PRESETS.find((preset) => preset === name) ?? readPolicyFile(resolve(name));
