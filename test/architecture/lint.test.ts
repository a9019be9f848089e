/**
 * Each lint rule of the gate must be able to fail: a small workspace under the very configuration that `pnpm check`
 * reads gets one violation of each kind, and the linter must name the file, the rule and the reason.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { SeededWorkspace } from "./seeded-workspace.ts";
import { createSeededWorkspace } from "./seeded-workspace.ts";

interface Violation {
  readonly path: string;
  readonly source: string;
  readonly rule: string;
  readonly message?: RegExp;
}

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

const LINT_VIOLATIONS: Readonly<Record<string, Violation>> = {
  "a package that the table does not allow": {
    path: "packages/instrumentation/src/record/foreign.ts",
    source:
      'import { JOB_HEALTHS } from "@jobscope/tracker";\n\nexport const first: string | undefined = JOB_HEALTHS[0];\n',
    rule: "no-restricted-imports",
    message: /@jobscope\/instrumentation may import only @jobscope\/semconv/,
  },
  "a package that the table does not allow, for its types alone": {
    path: "packages/otlp/src/model/foreign-type.ts",
    source: 'import type { Run } from "@jobscope/tracker";\n\nexport type Known = Run;\n',
    rule: "no-restricted-imports",
    message: /@jobscope\/otlp may import only/,
  },
  "a value where only types are allowed": {
    path: "packages/tracker/src/run/value.ts",
    source: 'import { decode } from "@jobscope/otlp";\n\nexport const copy: unknown = decode;\n',
    rule: "no-restricted-imports",
    message: /only types from @jobscope\/otlp/,
  },
  "a value other than the named ones": {
    path: "packages/query-api/src/http/value.ts",
    source: 'import { openStore } from "@jobscope/store";\n\nexport const copy: unknown = openStore;\n',
    rule: "no-restricted-imports",
    message: /only types and InvalidCursorError/,
  },
  "another package by a relative path": {
    path: "packages/query-api/src/http/relative.ts",
    source: 'import { x } from "../../../store/src/index.ts";\n\nexport const copy: unknown = x;\n',
    rule: "no-restricted-imports",
    message: /by its name/,
  },
  "the package's own index": {
    path: "packages/store/src/sqlite/own-index.ts",
    source: 'import type { x } from "../index.ts";\n\nexport type Copy = typeof x;\n',
    rule: "no-restricted-imports",
    message: /public face/,
  },
  "a later stage": {
    path: "packages/tracker/src/run/late.ts",
    source: 'import type { Thing } from "../engine/thing.ts";\n\nexport type Copy = Thing;\n',
    rule: "no-restricted-imports",
    message: /run stands left of slot, health, engine/,
  },
  "another scheduler's folder": {
    path: "packages/instrumentation/src/schedulers/cron/sibling.ts",
    source: 'import { x } from "../croner/x.ts";\n\nexport const copy: unknown = x;\n',
    rule: "no-restricted-imports",
    message: /never import each other/,
  },
  "the testkit outside a test": {
    path: "packages/jobscope/src/compose/testkit.ts",
    source: 'import { x } from "@jobscope/testkit";\n\nexport const copy: unknown = x;\n',
    rule: "no-restricted-imports",
    message: /jobscope may import only/,
  },
  "a node module in a pure stage": {
    path: "packages/otlp/src/wire/file.ts",
    source: 'import { readFileSync } from "node:fs";\n\nexport const read: unknown = readFileSync;\n',
    rule: "no-restricted-imports",
    message: /this stage is pure/,
  },
  "a node module by its bare name": {
    path: "packages/otlp/src/receive/bare.ts",
    source: 'import { readFileSync } from "fs";\n\nexport const read: unknown = readFileSync;\n',
    rule: "prefer-node-protocol",
  },
  "the clock in a pure stage": {
    path: "packages/tracker/src/engine/now.ts",
    source: "export const now = (): number => Date.now();\n",
    rule: "no-restricted-properties",
  },
  "the clock by way of a new Date in a pure stage": {
    path: "packages/tracker/src/engine/new-date.ts",
    source: "export const now = (): Date => new Date();\n",
    rule: "no-ambient-date",
  },
  "randomness in a pure stage": {
    path: "packages/query-api/src/plan/random.ts",
    source: "export const pick = (): number => Math.random();\n",
    rule: "no-restricted-properties",
  },
  "a timer in a pure stage": {
    path: "packages/query-api/src/shape/timer.ts",
    source: "export const later = (call: () => void): unknown => setTimeout(call, 1);\n",
    rule: "no-restricted-globals",
  },
  "the environment in a pure stage": {
    path: "packages/otlp/src/normalise/environment.ts",
    source: 'export const home = (): string | undefined => process.env["HOME"];\n',
    rule: "no-restricted-globals",
  },
  "the network in a pure stage": {
    path: "packages/tracker/src/read/network.ts",
    source: 'export const get = (): Promise<Response> => fetch("http://127.0.0.1");\n',
    rule: "no-restricted-globals",
  },
  "a cycle between values": {
    path: "packages/store/src/sqlite/ring-a.ts",
    source: 'import { b } from "./ring-b.ts";\n\nexport const a: () => unknown = () => b;\n',
    rule: "no-cycle",
  },
  "a cycle between types": {
    path: "packages/store/src/sqlite/type-ring-a.ts",
    source: 'import type { B } from "./type-ring-b.ts";\n\nexport interface A {\n  readonly b: B;\n}\n',
    rule: "no-cycle",
  },
  "a promise that nobody awaits": {
    path: "packages/jobscope/src/compose/floating.ts",
    source: "export function start(work: () => Promise<void>): void {\n  work();\n}\n",
    rule: "no-floating-promises",
  },
  "a switch that forgets a variant": {
    path: "packages/store/src/sqlite/forgetful.ts",
    source:
      'export function text(kind: "a" | "b"): string {\n  switch (kind) {\n    case "a":\n      return "A";\n  }\n  return "";\n}\n',
    rule: "switch-exhaustiveness-check",
  },
  any: {
    path: "packages/store/src/sqlite/any.ts",
    source: "export const value: any = 1;\n",
    rule: "no-explicit-any",
  },
  "a default export": {
    path: "packages/store/src/sqlite/default.ts",
    source: "const value = 1;\nexport default value;\n",
    rule: "no-default-export",
  },
  "an export of everything": {
    path: "packages/store/src/sqlite/star.ts",
    source: 'export * from "./any.ts";\n',
    rule: "no-export-star",
  },
  "a type imported as a value": {
    path: "packages/store/src/sqlite/type-import.ts",
    source: 'import { A } from "./type-ring-a.ts";\n\nexport type Copy = A;\n',
    rule: "consistent-type-imports",
  },
  "a file that is too long": {
    path: "packages/store/src/sqlite/long.ts",
    source: `${many(251, (index) => `export const value${index}: number = ${index};`)}\n`,
    rule: "max-lines",
  },
  "a function that is too long": {
    path: "packages/store/src/sqlite/long-function.ts",
    source: `export function long(call: () => void): void {\n${many(51, () => "  call();")}\n}\n`,
    rule: "max-lines-per-function",
  },
  "a function with too many parameters": {
    path: "packages/store/src/sqlite/parameters.ts",
    source: "export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n",
    rule: "max-params",
  },
  "a function that nests too deep": {
    path: "packages/store/src/sqlite/deep.ts",
    source: `export function deep(call: () => boolean): void {\n${many(4, () => "  if (call()) {")}\n  call();\n${many(4, () => "  }")}\n}\n`,
    rule: "max-depth",
  },
  "a function with too many paths": {
    path: "packages/store/src/sqlite/complex.ts",
    source: `export function complex(n: number): number {\n${many(12, (index) => `  if (n === ${index}) return ${index + 1};`)}\n  return 0;\n}\n`,
    rule: "complexity",
  },
  "a name in another case": {
    path: "packages/store/src/sqlite/camelCase.ts",
    source: "export const value: number = 1;\n",
    rule: "filename-case",
  },
};

const SUPPORTING_FILES: Readonly<Record<string, string>> = {
  "packages/store/src/sqlite/ring-b.ts":
    'import { a } from "./ring-a.ts";\n\nexport const b: () => unknown = () => a;\n',
  "packages/store/src/sqlite/type-ring-b.ts":
    'import type { A } from "./type-ring-a.ts";\n\nexport interface B {\n  readonly a: A;\n}\n',
  "packages/tracker/src/engine/thing.ts": "export type Thing = string;\n",
  // What the rules allow, right beside what they forbid.
  "packages/store/src/sqlite/allowed.ts":
    'import { serviceIdOf } from "@jobscope/tracker";\nimport type { Run } from "@jobscope/tracker";\n\nexport type Known = Run;\nexport const id: unknown = serviceIdOf;\n',
  "packages/tracker/src/engine/allowed.ts":
    'import type { LogRecord } from "@jobscope/otlp";\n\nexport type Known = LogRecord;\nexport const at = (ms: number): Date => new Date(ms);\n',
  "packages/store/src/sqlite/allowed.test.ts":
    'import { x } from "@jobscope/testkit";\n\nexport const now = (): unknown => [x, Date.now()];\n',
};

interface Finding {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

let workspace: SeededWorkspace;
beforeAll(() => {
  workspace = createSeededWorkspace();
});
afterAll(() => workspace.remove());

describe("lint", () => {
  let findings: readonly Finding[] = [];
  let status: number | null = null;

  beforeAll(() => {
    const clean = workspace.run("oxlint", "--deny-warnings", "packages");
    expect(clean.output).toContain("0 errors");
    expect(clean.status).toBe(0);
    for (const { path, source } of Object.values(LINT_VIOLATIONS)) workspace.write(path, source);
    for (const [path, source] of Object.entries(SUPPORTING_FILES)) workspace.write(path, source);
    const result = workspace.run("oxlint", "--deny-warnings", "--format", "json");
    status = result.status;
    findings = JSON.parse(result.output).diagnostics;
  });

  test("fails", () => {
    expect(status).toBe(1);
  });

  test.each(Object.entries(LINT_VIOLATIONS))("names %s", (_, { path, rule, message }) => {
    const inFile = findings.filter((finding) => finding.filename === path);
    const hit = inFile.find((finding) => finding.code.includes(`(${rule})`));
    expect(hit, JSON.stringify(inFile)).toBeDefined();
    expect(`${hit?.message ?? ""} ${hit?.help ?? ""}`).toMatch(message ?? /./);
  });

  test("leaves alone what the table allows", () => {
    expect(findings.filter((finding) => finding.filename.includes("allowed"))).toEqual([]);
  });
});
