import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { describe, expect, it } from "vitest";

import { anchorsOf, codeBlocks, linksOf } from "./markdown.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGES = globSync(
  ["*.md", "docs/**/*.md", "examples/*.md", "examples/*/*.md", "packages/*/*.md", "otel-collector/*.md"],
  {
    cwd: ROOT,
    exclude: ["**/node_modules/**"],
  },
).toSorted((a, b) => a.localeCompare(b));

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
/** Of pnpm itself. */
const PNPM_COMMANDS = ["install", "exec", "publish"];

it("finds the pages", () => {
  for (const page of ["README.md", "docs/api.md", "examples/README.md", "packages/jobscope/README.md"]) {
    expect(PAGES).toContain(page);
  }
});

describe.each(PAGES)("%s", (page) => {
  const text = read(page);

  it("links to files and headings that exist", () => {
    const broken = linksOf(text)
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => !resolves(page, link));
    expect(broken).toEqual([]);
  });

  it("names commands of pnpm that exist", () => {
    const commands = [...text.matchAll(/\bpnpm(?:@[\d.]+)? (?<command>[a-z][\w:-]*)/g)].map(
      ({ groups }) => groups?.["command"] ?? "",
    );
    expect(commands.filter((command) => !scripts.includes(command) && !PNPM_COMMANDS.includes(command))).toEqual([]);
  });

  it("shows JSON that is JSON", () => {
    for (const block of codeBlocks(text, "json")) expect(() => JSON.parse(block), block).not.toThrow();
  });
});

function resolves(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (!existsSync(join(ROOT, target))) return false;
  if (anchor === undefined) return true;
  return statSync(join(ROOT, target)).isFile() && anchorsOf(read(target)).has(anchor);
}
