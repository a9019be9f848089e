import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { PolicyError } from "../model/policy-error.ts";
import { shown } from "./read-value.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** An instant with its offset, or a day in UTC. */
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/u;
const MOST_BYTES = 4_096;

/** The process whose environment is asked. */
type Environment = Readonly<Record<string, string | undefined>>;

interface Place {
  /** Of the policy. */
  readonly path: string;
  readonly environment: Environment;
}

/**
 * Puts secrets in the place of `{ env: NAME }` and `{ file: path }`, and epoch milliseconds in the place of instants, so that
 * a policy's file holds neither secrets nor long numbers. What is not as a policy should be stays, for its check to name.
 *
 * @throws {PolicyError} where a variable is not set or a file cannot be read.
 */
export function resolveSecrets(policy: unknown, place: Place): unknown {
  return changed(policy, "", {
    pseudonyms: (pseudonyms, field) =>
      changed(pseudonyms, field, {
        keys: (keys, list) =>
          elements(keys, list, (key, at) =>
            changed(key, at, {
              secret: (secret, name) => resolved(secret, name, place),
              notBefore: instant,
              notAfter: instant,
            }),
          ),
      }),
    literals: (literals, list) =>
      elements(literals, list, (rule, at) =>
        changed(rule, at, {
          values: (values, inner) => elements(values, inner, (value, name) => resolved(value, name, place)),
        }),
      ),
  });
}

type Change = (value: unknown, field: string) => unknown;

/** A copy of an object with some of its fields changed; anything else as it is. */
function changed(value: unknown, field: string, changes: Readonly<Record<string, Change>>): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) => {
    const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
    return [name, change === undefined ? inner : change(inner, field === "" ? name : `${field}.${name}`)];
  });
  return Object.fromEntries(entries);
}

const elements = (value: unknown, field: string, change: Change): unknown =>
  Array.isArray(value) ? value.map((element, i) => change(element, `${field}[${String(i)}]`)) : value;

const instant: Change = (value) => {
  if (typeof value !== "string" || !INSTANT.test(value)) return value;
  const time = Date.parse(value);
  return Number.isNaN(time) ? value : time;
};

function resolved(value: unknown, field: string, { path, environment }: Place): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [[source, name] = [], second] = Object.entries(value);
  if (second !== undefined || typeof name !== "string" || (source !== "env" && source !== "file")) {
    throw new PolicyError(field, "an object of another form was given; give a text, { env: NAME } or { file: path }.");
  }
  return source === "env" ? ofEnvironment(name, field, environment) : ofFile(resolve(dirname(path), name), field);
}

function ofEnvironment(name: string, field: string, environment: Environment): string {
  const value = environment[name] ?? "";
  if (value !== "") return value;
  throw new PolicyError(field, `the environment variable ${shown(name)} is not set. Set it where the process starts.`);
}

/** A text without the end of its last line, or bytes where it is none. */
function ofFile(path: string, field: string): string | Uint8Array {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new PolicyError(
      field,
      `${withoutSecrets(path)} cannot be read (${reason}). Check the path, which begins at the policy's folder, and its permissions.`,
    );
  }
  if (bytes.length > MOST_BYTES) {
    throw new PolicyError(
      field,
      `${withoutSecrets(path)} holds ${String(bytes.length)} bytes; at most ${String(MOST_BYTES)} are a secret.`,
    );
  }
  return isUtf8(bytes) ? bytes.toString().replace(/[\r\n]+$/u, "") : new Uint8Array(bytes);
}
