import type { OxlintOverride } from "oxlint";

import type { PackageRule } from "./workspace.ts";

/** Files that the boundaries and size limits do not bind. */
export const TEST_FILES: readonly string[] = ["**/*.test.ts", "**/*.test-d.ts", "**/*.bench.ts"];

interface RestrictedPattern {
  readonly group?: string[];
  readonly regex?: string;
  readonly allowTypeImports?: boolean;
  readonly allowImportNames?: string[];
  readonly message: string;
}

/** Linter overrides for every package: what its files may import and which platform functions they may touch. */
export function importOverrides(packages: readonly PackageRule[]): OxlintOverride[] {
  return packages.flatMap((rule) => {
    const everywhere = packagePatterns(rule, packages);
    return [
      override(`packages/${rule.folder}/src/**/*.ts`, everywhere, rule.pure === "all"),
      ...rule.stages.flatMap((stage) => {
        const pure = rule.pure === "all" || rule.pure.includes(stage);
        const folder = `packages/${rule.folder}/src/${stage}`;
        const patterns = [...everywhere, ...stagePatterns(rule, stage)];
        const whole = override(`${folder}/**/*.ts`, patterns, pure);
        // Only below the stage's own files: from those, `../<b>/…` is an earlier stage.
        const siblings = override(`${folder}/*/**/*.ts`, [...patterns, siblingPattern(stage)], pure);
        return rule.isolatedSiblings.includes(stage) ? [whole, siblings] : [whole];
      }),
    ];
  });
}

function override(files: string, patterns: readonly RestrictedPattern[], pure: boolean): OxlintOverride {
  return {
    files: [files],
    excludeFiles: [...TEST_FILES],
    rules: {
      "no-restricted-imports": ["error", { patterns: pure ? [...patterns, NO_PLATFORM] : [...patterns] }],
      "no-restricted-globals": pure ? ["error", ...IMPURE_GLOBALS.map(impureGlobal)] : "off",
      "no-restricted-properties": pure ? ["error", ...IMPURE_PROPERTIES] : "off",
      "jobscope/no-ambient-date": pure ? "error" : "off",
    },
  };
}

function packagePatterns(rule: PackageRule, packages: readonly PackageRule[]): RestrictedPattern[] {
  const others = packages.filter((other) => other.name !== rule.name);
  const forbidden = others.filter((other) => !rule.imports.includes(other.name) && !(other.name in rule.typesOf));
  const patterns: RestrictedPattern[] = [
    {
      regex: `^(\\.\\./)+(packages/)?(${packages.map((other) => other.folder).join("|")})/src/`,
      message: "Import another package by its name: a relative path bypasses its exports.",
    },
    {
      regex: "^(\\.\\./)+(src/)?index\\.ts$",
      message: "Import the file that declares it: the index is the package's public face, not a way inside.",
    },
  ];
  if (forbidden.length > 0) {
    patterns.push({
      regex: `^(${forbidden.map((other) => other.name).join("|")})(/|$)`,
      message: `Package boundary: ${rule.name} may import ${allowedText(rule)}.`,
    });
  }
  for (const [name, values] of Object.entries(rule.typesOf)) {
    patterns.push({
      regex: `^${name}(/|$)`,
      allowTypeImports: true,
      ...(values.length > 0 ? { allowImportNames: [...values] } : {}),
      message: `Package boundary: ${rule.name} may import ${valuesText(values)} from ${name}.`,
    });
  }
  return patterns;
}

function stagePatterns(rule: PackageRule, stage: string): RestrictedPattern[] {
  const later = rule.stages.slice(rule.stages.indexOf(stage) + 1);
  const patterns: RestrictedPattern[] = [];
  if (later.length > 0) {
    patterns.push({
      regex: `^(\\.\\./)+(${later.join("|")})/`,
      message: `Stage boundary: ${stage} stands left of ${later.join(", ")} and may not import them (${rule.stages.join(" → ")}).`,
    });
  }
  return patterns;
}

function siblingPattern(stage: string): RestrictedPattern {
  return {
    // From `schedulers/<a>/file.ts`, `../<b>/…` is a sibling; `../file.ts` is shared code of the stage.
    regex: "^\\.\\./[^./][^/]*/",
    message: `Stage boundary: folders inside ${stage} never import each other; shared code stands in ${stage} itself or to its left.`,
  };
}

function allowedText(rule: PackageRule): string {
  const allowed = [...rule.imports, ...Object.keys(rule.typesOf).map((name) => `types of ${name}`)];
  return allowed.length > 0 ? `only ${allowed.join(", ")}` : "no other package of the workspace";
}

function valuesText(values: readonly string[]): string {
  return values.length > 0 ? `only types and ${values.join(", ")}` : "only types";
}

const PURE_HINT = "this stage is pure: take it as an argument or a port.";

const NO_PLATFORM: RestrictedPattern = { group: ["node:*"], message: `No node:* here: ${PURE_HINT}` };

const IMPURE_GLOBALS: readonly string[] = [
  "process",
  "performance",
  "crypto",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "console",
];

function impureGlobal(name: string): { name: string; message: string } {
  return { name, message: `No ${name} here: ${PURE_HINT}` };
}

const IMPURE_PROPERTIES: readonly { object: string; property: string; message: string }[] = [
  { object: "Date", property: "now", message: `No Date.now here: ${PURE_HINT}` },
  { object: "Math", property: "random", message: `No Math.random here: ${PURE_HINT}` },
];
