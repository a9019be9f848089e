import { readFileSync } from "node:fs";

import type { SecretRef } from "@jobscope/alerting";

const MAX_BYTES = 65_536;

/**
 * The secret behind a reference, read anew each time, so that a rotated one counts at once; undefined where there is none.
 * A file may end in a line break, as editors and `echo` leave it.
 */
export function resolveSecret(ref: SecretRef, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const at = ref.indexOf(":");
  const place = ref.slice(at + 1);
  const value = ref.startsWith("env:") ? env[place] : readSecretFile(place);
  return value === undefined || value === "" ? undefined : value;
}

function readSecretFile(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.byteLength > MAX_BYTES ? undefined : bytes.toString("utf8").replace(/\r?\n$/, "");
  } catch {
    return undefined;
  }
}
