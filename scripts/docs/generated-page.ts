import { readFileSync, writeFileSync } from "node:fs";

export interface GeneratedPage {
  /** From the root of the repository: `docs/configuration.md`. */
  readonly path: string;
  /** Where its text comes from, for whoever finds it out of date. */
  readonly source: string;
  readonly render: () => string;
}

/** Writes the page; with `--check` on the command line it writes nothing and fails where the page differs. */
export function keepPage({ path, source, render }: GeneratedPage): void {
  const file = new URL(`../../${path}`, import.meta.url);
  const wanted = render();
  if (!process.argv.includes("--check")) {
    writeFileSync(file, wanted);
  } else if (read(file) !== wanted) {
    console.error(`${path} does not match ${source}. Run: pnpm format`);
    process.exitCode = 1;
  }
}

function read(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
