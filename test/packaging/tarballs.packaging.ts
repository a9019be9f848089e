/** What a registry would get: the tarballs are linted, their types resolved in every way, and their content looked at. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { checkPackage, createPackageFromTarballData, type Problem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, describe, expect, test } from "vitest";

import { PACKAGES } from "../../scripts/gate/workspace.ts";
import { createScratch, packAll } from "./pack.ts";

const scratch = createScratch("tarballs");
afterAll(() => scratch.remove());
const packed = packAll(scratch.path);

interface Manifest {
  readonly [key: string]: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
}

const list = (tarball: string): string[] =>
  execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
const manifestOf = (tarball: string): Manifest =>
  JSON.parse(execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" }));

/** Node 10 knows no `exports`; a package without CommonJS cannot be required by the Node that attw has in mind. */
function concerns(problem: Problem, isEsmOnly: boolean): boolean {
  const kind = "resolutionKind" in problem ? problem.resolutionKind : undefined;
  return kind !== "node10" && !(isEsmOnly && (kind === "node16-cjs" || problem.kind === "CJSResolvesToESM"));
}

describe.each(packed)("$name", ({ name, tarball, formats }) => {
  const manifest = manifestOf(tarball);

  test("publint has nothing to say", async () => {
    const data = readFileSync(tarball);
    const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
    const { messages } = await publint({ pack: { tarball: buffer }, level: "warning", strict: true });
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  test("its types are right for whoever imports it", async () => {
    const checked = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    expect(checked.types).not.toBe(false);
    const problems = "problems" in checked ? checked.problems : [];
    expect(problems.filter((problem) => concerns(problem, !formats.includes("cjs")))).toEqual([]);
  });

  test("it holds the build, its README and its licence, and no source, test or fixture", () => {
    const files = list(tarball);
    expect(files).toEqual(
      expect.arrayContaining(["package/package.json", "package/LICENSE", "package/README.md", "package/dist/index.js"]),
    );
    expect(files.filter((file) => !/^package\/(dist\/|package\.json$|LICENSE$|README\.md$)/u.test(file))).toEqual([]);
    expect(files.filter((file) => /\.(test|bench|test-d)\./u.test(file))).toEqual([]);
  });

  test("its manifest names real versions, its engine and its licence", () => {
    expect(manifest).toMatchObject({ license: "Apache-2.0", type: "module" });
    expect(manifest.engines?.node).toBe(formats.includes("cjs") ? ">=22.15" : ">=24");
    const versions = { ...manifest.dependencies, ...manifest.peerDependencies };
    for (const [dependency, version] of Object.entries(versions)) {
      expect(version, dependency).not.toMatch(/workspace:|catalog:|file:/);
    }
    expect(JSON.stringify(manifest)).not.toContain("./src/");
  });

  test("it asks for the OpenTelemetry API as a peer, if at all", () => {
    expect(manifest.dependencies ?? {}, name).not.toHaveProperty("@opentelemetry/api");
  });
});

test("every package of the table but the private ones is packed", () => {
  expect(packed.map(({ name }) => name)).toEqual(PACKAGES.filter((rule) => !rule.testsOnly).map(({ name }) => name));
});
