/**
 * Writes docs/semantic-conventions.md from the registries of `@jobscope/semconv`.
 * With `--check` it writes nothing and fails where the page differs.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { renderSemanticConventions } from "./semconv/render.ts";

const page = new URL("../docs/semantic-conventions.md", import.meta.url);
const wanted = renderSemanticConventions();

if (process.argv.includes("--check")) {
  if (current() !== wanted) {
    console.error("docs/semantic-conventions.md does not match packages/semconv. Run: pnpm format");
    process.exitCode = 1;
  }
} else {
  writeFileSync(page, wanted);
}

function current(): string | undefined {
  try {
    return readFileSync(page, "utf8");
  } catch {
    return undefined;
  }
}
