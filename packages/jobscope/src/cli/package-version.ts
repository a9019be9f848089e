import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folders to climb from this file to the root of the package: two from the sources, fewer from a bundle. */
const MAX_CLIMB = 4;

/** Version of this package, from its own package.json, wherever this file was built to. */
export function packageVersion(): string {
  let folder = import.meta.dirname;
  for (let climbed = 0; climbed < MAX_CLIMB; climbed++) {
    const version = versionIn(join(folder, "package.json"));
    if (version !== undefined) return version;
    folder = dirname(folder);
  }
  return "unknown";
}

function versionIn(path: string): string | undefined {
  try {
    const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(readFileSync(path, "utf8"));
    return name === "jobscope" && typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
