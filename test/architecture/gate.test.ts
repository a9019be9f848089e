/**
 * The gate must be able to fail. A small workspace under the very configuration that `pnpm check` reads passes as it
 * is; with one violation of each kind, the step that answers for it must fail and name the culprit.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { PACKAGES } from "../../scripts/gate/workspace.ts";
import type { SeededWorkspace, ToolResult } from "./seeded-workspace.ts";
import { createSeededWorkspace } from "./seeded-workspace.ts";

// Each test starts a compiler or a linter, which takes half a second on an idle machine and much longer on a busy one.
vi.setConfig({ testTimeout: 60_000 });

let workspace: SeededWorkspace;

beforeAll(() => {
  workspace = createSeededWorkspace();
  const empty = Object.fromEntries(PACKAGES.map(({ name }) => [name, { values: [], types: [] }]));
  workspace.write("test/architecture/export-names.json", JSON.stringify(empty));
  workspace.run("oxfmt", ".");
});
afterAll(() => workspace.remove());

/** Steps of `pnpm check` that need nothing from outside the small workspace; the page of conventions has its own test. */
const check = (step: string): ToolResult => workspace.run("node", "scripts/check.ts", step);

describe("a clean workspace", () => {
  test.each(["types", "lint", "format", "layout", "workspace consistency", "exported names", "conventions page"])(
    "passes: %s",
    (step) => {
      const { status, output } = check(step);
      expect(output).toContain("passed");
      expect(status, output).toBe(0);
    },
  );
});

interface Violation {
  readonly step: string;
  readonly path: string;
  readonly source: string;
  readonly named: RegExp;
}

const VIOLATIONS: Readonly<Record<string, Violation>> = {
  "an enum": {
    step: "types",
    path: "packages/store/src/sqlite/enum.ts",
    source: "export enum Colour {\n  Red,\n}\n",
    named: /enum\.ts.*TS1294/,
  },
  "an export whose type is inferred": {
    step: "types",
    path: "packages/store/src/sqlite/inferred.ts",
    source: "export const pick = (value: string) => value.length;\n",
    named: /inferred\.ts.*TS90\d\d/,
  },
  "an import without its extension": {
    step: "types",
    path: "packages/store/src/sqlite/extension.ts",
    source: 'import { pick } from "./inferred";\n\nexport const copy: unknown = pick;\n',
    named: /extension\.ts.*TS283\d/,
  },
  "a platform global in a package without a platform": {
    step: "types",
    path: "packages/semconv/src/platform.ts",
    source: "export const home: unknown = process.env;\n",
    named: /platform\.ts.*TS2591/,
  },
  "another package's file by a relative path": {
    step: "types",
    path: "packages/store/src/sqlite/escape.ts",
    source: 'import { parse } from "../../../query-api/src/params/parse.ts";\n\nexport const copy: unknown = parse;\n',
    named: /escape\.ts/,
  },
  "a boundary": {
    step: "lint",
    path: "packages/tracker/src/run/late.ts",
    source: 'import type { Thing } from "../engine/thing.ts";\n\nexport type Copy = Thing;\n',
    named: /late\.ts/,
  },
  "a lint exception that excuses nothing": {
    step: "lint",
    path: "packages/tracker/src/run/excuse.ts",
    source: "// oxlint-disable-next-line no-cycle\nexport const value: number = 1;\n",
    named: /excuse\.ts/,
  },
  "a file in another format": {
    step: "format",
    path: "packages/store/src/sqlite/format.ts",
    source: "export const value : number = 1\n",
    named: /format\.ts/,
  },
  "a package outside the table": {
    step: "layout",
    path: "packages/stranger/src/index.ts",
    source: "export {};\n",
    named: /packages\/stranger: not in/,
  },
  "a folder that is no stage": {
    step: "layout",
    path: "packages/store/src/extras/thing.ts",
    source: "export const value: number = 1;\n",
    named: /src\/extras: not a stage/,
  },
  "a second index": {
    step: "layout",
    path: "packages/store/src/sqlite/index.ts",
    source: "export {};\n",
    named: /sqlite\/index\.ts: src\/index\.ts is the only index/,
  },
  "a name that says nothing": {
    step: "layout",
    path: "packages/store/src/sqlite/utils.ts",
    source: "export const value: number = 1;\n",
    named: /utils\.ts: the name says nothing/,
  },
  "an export that nothing uses": {
    step: "unused",
    path: "packages/store/src/sqlite/lonely.ts",
    source: "export const lonely: number = 1;\n",
    named: /lonely\.ts/,
  },
  "an export that the snapshot does not have": {
    step: "exported names",
    path: "packages/otlp/src/index.ts",
    source: 'export { surprise } from "./model/surprise.ts";\n',
    named: /@jobscope\/otlp: surprise: exported, but not in the snapshot/,
  },
  "an edited page of conventions": {
    step: "conventions page",
    path: "docs/semantic-conventions.md",
    source: "# By hand\n",
    named: /does not match packages\/semconv/,
  },
};

describe("a violation fails its step", () => {
  test.each(Object.entries(VIOLATIONS))("%s", (_, { step, path, source, named }) => {
    const undo = workspace.seed(path, source);
    const { status, output } = check(step);
    undo();
    expect(output).toMatch(named);
    expect(output).toContain("check failed");
    expect(status).toBe(1);
  });

  test("a dependency that nothing uses", () => {
    edit("packages/otlp/package.json", { dependencies: { "@jobscope/semconv": "workspace:*" } });
    const { status, output } = check("unused");
    expect(output).toMatch(/Unused dependencies[^]*@jobscope\/semconv\s+packages\/otlp\/package\.json/);
    expect(status).toBe(1);
  });

  test("one dependency in two versions", () => {
    edit("packages/otlp/package.json", { dependencies: { pbf: "5.0.0" } });
    edit("packages/store/package.json", { dependencies: { pbf: "4.0.0" } });
    const { status, output } = check("workspace");
    expect(output).toMatch(/pbf/);
    expect(status).toBe(1);
  });
});

function edit(path: string, change: Readonly<Record<string, unknown>>): void {
  workspace.write(path, JSON.stringify({ ...JSON.parse(workspace.read(path)), ...change }));
}
