import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

import type { PackageRule } from "./workspace.ts";

/** What the folders of the workspace at `root` have that the table does not allow; empty when they agree. */
export function layoutProblems(root: string, packages: readonly PackageRule[]): string[] {
  const known = new Set(packages.map((rule) => rule.folder));
  const folders = readdirSync(join(root, "packages"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    ...folders
      .filter((entry) => !known.has(entry.name))
      .map(
        (entry) =>
          `packages/${entry.name}: not in scripts/gate/workspace.ts, so no import rule guards it. Add it there.`,
      ),
    ...packages.flatMap((rule) => packageProblems(root, rule)),
  ];
}

function packageProblems(root: string, rule: PackageRule): string[] {
  const home = join(root, "packages", rule.folder);
  if (!existsSync(home)) return [`packages/${rule.folder}: in scripts/gate/workspace.ts but missing on disk.`];
  const src = join(home, "src");
  return [
    ...stageProblems(src, rule),
    ...indexProblems(root, src),
    ...globSync("**/*.ts", { cwd: src }).flatMap((file) => nameProblems(join("packages", rule.folder, "src", file))),
    ...manifestProblems(join(home, "package.json"), rule),
  ];
}

function stageProblems(src: string, rule: PackageRule): string[] {
  return readdirSync(src, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !rule.stages.includes(entry.name))
    .map(
      ({ name }) =>
        `packages/${rule.folder}/src/${name}: not a stage of ${rule.name} (${rule.stages.join(" → ") || "flat"}). Move the files into a stage or add it to scripts/gate/workspace.ts.`,
    );
}

function indexProblems(root: string, src: string): string[] {
  return globSync("*/**/index.ts", { cwd: src }).map(
    (file) => `${relative(root, join(src, file))}: src/index.ts is the only index; name this file for its idea.`,
  );
}

/** Tests, type tests and benches stand beside a source of the same name or name a behaviour; folders named for nothing hide things. */
function nameProblems(file: string): string[] {
  return /^(utils?|helpers?|common|misc)\.ts$/u.test(basename(file)) ||
    /^(utils?|helpers?|common|misc)$/u.test(basename(dirname(file)))
    ? [`${file}: the name says nothing. Name the file for the one idea in it.`]
    : [];
}

function manifestProblems(path: string, rule: PackageRule): string[] {
  const manifest = readFileSync(path, "utf8");
  const parsed: unknown = JSON.parse(manifest);
  const isObject = typeof parsed === "object" && parsed !== null;
  const name = isObject && "name" in parsed ? parsed.name : undefined;
  const isPrivate = isObject && "private" in parsed && parsed.private === true;
  return [
    ...(name === rule.name
      ? []
      : [`packages/${rule.folder}/package.json: its name is ${String(name)}, the table says ${rule.name}.`]),
    ...(isPrivate === rule.testsOnly
      ? []
      : [`packages/${rule.folder}/package.json: "private" must be ${String(rule.testsOnly)}.`]),
  ];
}
