import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { PackageRule } from "./workspace.ts";

export interface Surface {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const EXPORT_LIST = /export\s+(?<kind>type\s+)?\{(?<names>[^}]*)\}(?:\s*from\s*"[^"]+")?\s*;/gu;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu;

/** Exported names of each package's index, by package name. */
export function exportNames(root: string, packages: readonly PackageRule[]): Record<string, Surface> {
  return Object.fromEntries(
    packages.map((rule) => {
      const file = join("packages", rule.folder, "src", "index.ts");
      return [rule.name, parseIndex(file, readFileSync(join(root, file), "utf8"))];
    }),
  );
}

/**
 * An index holds export lists and nothing else; that is what makes so small a parser enough.
 * @throws Error naming the file and the first statement that is no export list.
 */
export function parseIndex(file: string, source: string): Surface {
  const code = source.replaceAll(COMMENT, "");
  const rest = code.replaceAll(EXPORT_LIST, "").trim();
  if (rest !== "") {
    throw new Error(
      `${file}: an index only lists exports by name, but has \`${rest.split("\n")[0] ?? ""}\`. Move it to its own file.`,
    );
  }
  const values: string[] = [];
  const types: string[] = [];
  for (const { groups } of code.matchAll(EXPORT_LIST)) {
    for (const entry of (groups?.["names"] ?? "").split(",").map((name) => name.trim())) {
      if (entry === "") continue;
      const isType = groups?.["kind"] !== undefined || entry.startsWith("type ");
      const name =
        entry
          .replace(/^type\s+/u, "")
          .split(/\s+as\s+/u)
          .at(-1) ?? entry;
      (isType ? types : values).push(name);
    }
  }
  return { values: values.toSorted(), types: types.toSorted() };
}

/** One line for each name that stands in one of the two only. */
export function differences(
  before: Readonly<Record<string, Surface>>,
  after: Readonly<Record<string, Surface>>,
): string[] {
  const old = new Set(flatten(before));
  const now = new Set(flatten(after));
  return [
    ...[...now].filter((name) => !old.has(name)).map((name) => `${name}: exported, but not in the snapshot`),
    ...[...old].filter((name) => !now.has(name)).map((name) => `${name}: in the snapshot, but no longer exported`),
  ];
}

function flatten(surface: Readonly<Record<string, Surface>>): string[] {
  return Object.entries(surface).flatMap(([name, { values, types }]) => [
    ...values.map((value) => `${name}: ${value}`),
    ...types.map((type) => `${name}: type ${type}`),
  ]);
}
