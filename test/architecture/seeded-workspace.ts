import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { PACKAGES } from "../../scripts/gate/workspace.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The configuration that the gate itself reads, copied as it is: a rule that is switched off there fails these tests. */
const CONFIGURATION = [
  "package.json",
  "pnpm-workspace.yaml",
  "tsconfig.json",
  "tsconfig.tests.json",
  "oxlint.config.ts",
  "oxfmt.config.ts",
  "knip.config.ts",
  "vitest.config.ts",
  "vitest.packaging.config.ts",
  ".gitignore",
  "scripts",
  "docs",
];

/** The pages of settings and of the API are rendered from the sources of real packages, which a small workspace has not. */
const isOfTheGate = (path: string): boolean => !/scripts\/(?:generate-)?(?:api|configuration)/.test(path);

export interface ToolResult {
  readonly status: number | null;
  readonly output: string;
}

/** A small workspace under the gate's own configuration: every package of the table, each with one exported constant. */
export interface SeededWorkspace {
  write(path: string, content: string): void;
  /** Writes a file and answers a function that puts back what was there before. */
  seed(path: string, content: string): () => void;
  read(path: string): string;
  run(tool: string, ...args: readonly string[]): ToolResult;
  remove(): void;
}

export function createSeededWorkspace(): SeededWorkspace {
  const home = mkdtempSync(join(tmpdir(), "jobscope-gate-"));
  for (const path of CONFIGURATION)
    cpSync(join(ROOT, path), join(home, path), { recursive: true, filter: isOfTheGate });
  linkDependencies(join(home, "node_modules"));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  };
  for (const { folder, name, testsOnly } of PACKAGES) {
    cpSync(join(ROOT, "packages", folder, "tsconfig.json"), join(home, "packages", folder, "tsconfig.json"));
    write(`packages/${folder}/package.json`, manifest(name, testsOnly));
    write(`packages/${folder}/src/index.ts`, "export {};\n");
  }
  return {
    write,
    seed: (path, content) => {
      const file = join(home, path);
      const before = existsSync(file) ? readFileSync(file) : undefined;
      const created = mkdirSync(dirname(file), { recursive: true }) ?? file;
      writeFileSync(file, content);
      return () => (before === undefined ? rmSync(created, { recursive: true }) : writeFileSync(file, before));
    },
    read: (path) => readFileSync(join(home, path), "utf8"),
    run: (tool, ...args) => run(home, tool, args),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Links each dependency of the root by itself: tools pass over a folder of that name, but would walk into a link. */
function linkDependencies(target: string): void {
  mkdirSync(target);
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(ROOT, "node_modules", name), join(target, name));
  }
}

function manifest(name: string, isPrivate: boolean): string {
  const content = {
    name,
    version: "0.1.0",
    ...(isPrivate ? { private: true } : {}),
    license: "Apache-2.0",
    type: "module",
    exports: { ".": "./src/index.ts" },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function run(cwd: string, tool: string, args: readonly string[]): ToolResult {
  const command = tool === "node" ? process.execPath : join(ROOT, "node_modules/.bin", tool);
  const bin = join(ROOT, "node_modules/.bin");
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}`, NO_COLOR: "1" },
  });
  return { status, output: `${stdout}${stderr}` };
}
