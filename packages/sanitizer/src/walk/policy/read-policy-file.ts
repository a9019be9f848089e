import { readFileSync, statSync } from "node:fs";

import { LineCounter, parseDocument } from "yaml";

import { PolicyError } from "../../model/policy-error.ts";
import type { Policy } from "../../model/policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import { ROOT } from "./read-value.ts";

/** More than any policy needs that people write; what lists known secrets by the thousand comes as an object. */
const MAX_BYTES = 1_048_576;

/**
 * Reads a policy of a file, YAML or JSON, and checks it.
 *
 * @throws {PolicyError} that says why the file cannot be read or used, and quotes nothing of it that may be secret.
 */
export function readPolicyFile(path: string): Policy {
  const given = parseYaml(path, textOf(path));
  // It is data of any shape until it was checked; what the check lets pass is a policy.
  const policy = given as Policy;
  if (typeof given === "string") throw new PolicyError(ROOT, `${path} holds a text; give an object with fields.`);
  parsePolicy(policy);
  return policy;
}

function textOf(path: string): string {
  try {
    const { size } = statSync(path);
    if (size <= MAX_BYTES) return readFileSync(path, "utf8");
    throw new PolicyError(ROOT, `${path} has ${size} bytes; a policy file may have ${MAX_BYTES}.`);
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new PolicyError(ROOT, `${path} cannot be read (${code}); name a file that is there and may be read.`);
  }
}

function parseYaml(path: string, text: string): unknown {
  const lineCounter = new LineCounter();
  // The library's own messages quote the line, and a line may list a secret.
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new PolicyError(ROOT, `${path} is neither YAML nor JSON at line ${line}, column ${col} (${problem.code}).`);
  }
  try {
    return document.toJS();
  } catch {
    throw new PolicyError(ROOT, `${path} refers to itself or to too much by aliases; write the values out.`);
  }
}
