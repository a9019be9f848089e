/**
 * Keeps test/architecture/export-names.json: every name that a package exports, values and types apart. A name that appears or
 * disappears is a decision about the public surface, so `--check` fails until the file says the same.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { differences, exportNames } from "./gate/export-names.ts";
import { PACKAGES } from "./gate/workspace.ts";

const snapshot = "test/architecture/export-names.json";
const surface = exportNames(process.cwd(), PACKAGES);
const wanted = `${JSON.stringify(surface, undefined, 2)}\n`;

if (process.argv.includes("--check")) {
  const changes = differences(JSON.parse(readFileSync(snapshot, "utf8")), surface);
  for (const change of changes) console.error(change);
  process.exitCode = changes.length === 0 ? 0 : 1;
} else {
  writeFileSync(snapshot, wanted);
}
