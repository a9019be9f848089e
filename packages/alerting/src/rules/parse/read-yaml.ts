import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";

import { AlertingConfigError } from "../resolve/config-problem.ts";
import type { LineOf, Path } from "../resolve/problems.ts";
import { QUOTES } from "../schema/describe.ts";

export const MAX_FILE_LENGTH = 1_048_576;
const MAX_ALIASES = 100;

export interface ReadYaml {
  readonly data: unknown;
  readonly lineOf: LineOf;
}

/** Reads YAML, and JSON with it. Throws {@link AlertingConfigError}. */
export function readYaml(text: string, file: string): ReadYaml {
  if (text.length > MAX_FILE_LENGTH) {
    throw broken(
      file,
      "",
      `has ${text.length} characters; at most ${MAX_FILE_LENGTH} are allowed: split it, or use templates of rules`,
    );
  }
  const lines = new LineCounter();
  const document = parsed(text, lines, file);
  const [first] = document.errors;
  if (first !== undefined) {
    const { line } = lines.linePos(first.pos[0]);
    const reason = yamlReason(first.code, first.message, text.split("\n")[line - 1] ?? "");
    throw broken(file, `line ${line}`, `is no valid YAML: ${reason}`);
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { data, lineOf: (path) => lineOf(document, lines, path) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be resolved";
    throw broken(file, "", `cannot be read: ${reason}: write the values out instead of using so many aliases`);
  }
}

function parsed(text: string, lines: LineCounter, file: string): Document {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, logLevel: "error" });
  } catch {
    // Thousands of brackets exhaust the parser's stack.
    throw broken(file, "", "is nested too deep to be read: write it flatter");
  }
}

/** A value that begins with `{{`, which YAML takes for an object in an object. */
const BARE_TEMPLATE = /(?:^|[:,[{-])\s*\{\{/;

function yamlReason(code: string, message: string, source: string): string {
  if (code === "DUPLICATE_KEY") return "a key stands there twice: keep one of the two";
  const reason = message.split("\n")[0] ?? "";
  if (BARE_TEMPLATE.test(source)) return `${reason} (${QUOTES})`;
  return code === "BAD_SCALAR_START" ? `${reason} (put texts with {{ … }}, @, % or * in quotes)` : reason;
}

function broken(file: string, where: string, message: string): AlertingConfigError {
  return new AlertingConfigError(file, [{ path: "", where, message }]);
}

/** The line of the last key of the path that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

function offsetOf(document: Document, path: Path): number | undefined {
  const key = path.at(-1);
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const value: unknown = isCollection(parent) ? parent.get(key, true) : undefined;
  return isNode(value) ? value.range?.[0] : undefined;
}
