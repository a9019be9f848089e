import { createRequire } from "node:module";

import type * as Yaml from "yaml";
import type { Document, LineCounter, Node, Pair } from "yaml";

import { PolicyError } from "../model/policy-error.ts";
import { yamlProblem } from "./yaml-problem.ts";

/** A policy as it stands in a file. */
export interface PolicyDocument {
  readonly value: unknown;
  /** The line of a field such as `literals[0].values[1]`, or of the nearest one around it that the file has. */
  lineOf(field: string): number;
}

/**
 * Reads YAML, or JSON, which is YAML too. Its parser is loaded here and not before: most services read no policy file.
 *
 * @throws {PolicyError} where it is neither.
 */
export function readDocument(text: string, path: string): PolicyDocument {
  const { LineCounter, parseDocument } = createRequire(import.meta.url)("yaml") as typeof Yaml;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const problem = `this is neither YAML nor JSON from column ${String(col)} on: ${yamlProblem(broken.code)}.`;
    throw new PolicyError(`${path}:${String(line)}`, problem);
  }
  return { value: valueOf(document, path), lineOf: (field) => lineOf(document.contents, field, lines) };
}

function valueOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new PolicyError(path, "it refers to itself, or to too much by aliases. Write out what they stand for.");
  }
}

interface Collection {
  readonly items: readonly (Node | Pair)[];
}

function lineOf(contents: unknown, field: string, lines: LineCounter): number {
  let rest = field;
  let offset = 0;
  let node = contents;
  while (isCollection(node)) {
    const found = childOf(node, rest);
    if (found === undefined) break;
    offset = found.offset ?? offset;
    rest = rest.slice(found.length).replace(/^\./u, "");
    node = found.child;
  }
  return lines.linePos(offset).line;
}

interface Child {
  readonly child: unknown;
  readonly offset: number | undefined;
  /** Characters of the field that name it. */
  readonly length: number;
}

/** Keys may hold dots themselves: `kinds.payment_card.cvv`. */
function childOf({ items }: Collection, rest: string): Child | undefined {
  const index = /^\[(\d+)\]/u.exec(rest);
  if (index !== null) {
    const child = items[Number(index[1])];
    return child === undefined ? undefined : { child, offset: offsetOf(child), length: index[0].length };
  }
  for (const item of items) {
    if (!("key" in item)) continue;
    const key = String(item.key);
    const next = rest.charAt(key.length);
    if (!rest.startsWith(key) || !["", ".", "["].includes(next)) continue;
    return { child: item.value, offset: offsetOf(item.key), length: key.length };
  }
  return undefined;
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  const [start]: unknown[] = node.range;
  return typeof start === "number" ? start : undefined;
}

function isCollection(node: unknown): node is Collection {
  return typeof node === "object" && node !== null && "items" in node && Array.isArray(node.items);
}
