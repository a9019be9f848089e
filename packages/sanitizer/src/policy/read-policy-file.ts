import { readFileSync, statSync } from "node:fs";
import { env } from "node:process";

import { PolicyError } from "../model/policy-error.ts";
import type { Policy } from "../model/policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { readDocument } from "./policy-document.ts";
import { ROOT } from "./read-value.ts";
import { resolveSecrets } from "./resolve-secrets.ts";

/** More than any policy needs that people write. */
const MOST_BYTES = 1024 * 1024;

/**
 * Reads a policy from a file in YAML or JSON. In it a secret may be `{ env: NAME }` or `{ file: path }` (from the file's
 * folder on), and an instant may be written as `2027-01-01T00:00:00Z`; in what is given back both are resolved. An empty
 * file changes nothing: it is the policy `default`.
 *
 * @throws {PolicyError} that names the file, the line, the field, what is wrong and the fix.
 */
export function readPolicyFile(path: string): Policy {
  const document = readDocument(readText(path), path);
  try {
    const policy: unknown = resolveSecrets(document.value ?? {}, { path, environment: env });
    checkPolicy(policy);
    return policy;
  } catch (error) {
    throw error instanceof PolicyError ? located(error, document, path) : error;
  }
}

function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size <= MOST_BYTES) return readFileSync(path, "utf8");
    throw new PolicyError(
      path,
      `the file holds ${String(size)} bytes; at most ${String(MOST_BYTES)} are read. Is it a policy?`,
    );
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new PolicyError(path, `the file cannot be read (${reason}). Check the path and its permissions.`);
  }
}

/** What cannot be parsed is no policy, whatever its type. */
function checkPolicy(given: unknown): asserts given is Policy {
  if (typeof given === "string") throw new PolicyError(ROOT, "a text was given; give fields, such as `extends: gdpr`.");
  parsePolicy(given as Policy);
}

function located({ field, problem }: PolicyError, document: PolicyDocument, path: string): PolicyError {
  return new PolicyError(`${path}:${String(document.lineOf(field))}, ${field}`, problem);
}
