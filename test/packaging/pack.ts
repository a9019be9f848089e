import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { type PackageRule, PACKAGES } from "../../scripts/gate/workspace.ts";

const ROOT = join(import.meta.dirname, "../..");
const PNPM = "pnpm@12.21.0";

export interface PackedPackage extends PackageRule {
  /** Path of its tarball. */
  readonly tarball: string;
}

/** Folder that is deleted when the tests end. */
export interface Scratch {
  readonly path: string;
  remove(): void;
}

export function createScratch(name: string): Scratch {
  const path = mkdtempSync(join(tmpdir(), `jobscope-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Packs every published package as `pnpm publish` would send it. @throws Error if one is not built. */
export function packAll(destination: string): readonly PackedPackage[] {
  return PACKAGES.filter((rule) => !rule.testsOnly).map((rule) => {
    const folder = join(ROOT, "packages", rule.folder);
    if (!existsSync(join(folder, "dist/index.js"))) {
      throw new Error(`packages/${rule.folder}/dist is missing. Run \`pnpm build\` before \`pnpm test:packaging\`.`);
    }
    const before = new Set(readdirSync(destination));
    execFileSync("npx", ["-y", PNPM, "pack", "--pack-destination", destination], { cwd: folder, stdio: "pipe" });
    const file = readdirSync(destination).find((name) => !before.has(name));
    if (file === undefined) throw new Error(`pnpm pack of ${rule.name} left no tarball.`);
    return { ...rule, tarball: join(destination, file) };
  });
}

/** Version of an outside package as the catalog of the workspace pins it. */
export function catalogVersion(name: string): string {
  const { catalog }: { readonly catalog: Readonly<Record<string, string>> } = parse(
    readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8"),
  );
  const version = catalog[name];
  if (version === undefined) throw new Error(`${name} is not in the catalog of pnpm-workspace.yaml.`);
  return version;
}
