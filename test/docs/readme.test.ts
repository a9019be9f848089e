import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { API_PREFIX } from "@jobscope/query-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { envNameOf, flagOf, SETTING_KEYS, SETTINGS } from "../../packages/jobscope/src/config/settings/settings.ts";
import { defaultsOf } from "../../scripts/configuration/defaults.ts";
import { SERVICE_VARIABLES, variableNames } from "../../scripts/configuration/service-variables.ts";
import { codeBlocks } from "./markdown.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const readme = read("README.md");
const TYPED_PAGES = [
  "README.md",
  "docs/alerting.md",
  "docs/components.md",
  "docs/existing-sdk.md",
  "packages/instrumentation/README.md",
];

/** Rows of the table whose head starts with `head`, as their cells without backticks. */
function tableRows(head: string): readonly (readonly string[])[] {
  const [, table = ""] = readme.split(`| ${head} |`);
  const rows = /^(?:[^\n]*\n){2}(?<rows>(?:\|.*\n)+)/.exec(table)?.groups?.["rows"] ?? "";
  return rows
    .trim()
    .split("\n")
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.replaceAll("`", "").trim()),
    );
}

it("opens with what this is and the two commands", () => {
  expect(readme.indexOf("pnpm@12.21.0 demo")).toBeLessThan(1000);
  expect(readme.indexOf("pnpm@12.21.0 test")).toBeLessThan(1000);
});

it("names only variables that are read, with their defaults", () => {
  const known = [...variableNames(), ...SETTING_KEYS.map(envNameOf)];
  const named = [...readme.matchAll(/\b(?:OTEL|JOBSCOPE)_[A-Z_]*[A-Z]\b/g)].map(([name]) => name);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  const rows = tableRows("variable");
  expect(rows.length).toBeGreaterThan(3);
  for (const [names = "", value] of rows) {
    for (const name of names.split(", ")) {
      const documented = SERVICE_VARIABLES.find((variable) => variable.name === name)?.default;
      if (value !== "") expect(documented, name).toBe(value);
    }
  }
});

/** Of the demo, `sanitize`, `keys create` and `backup`; docs/cli.md is held against the program by a test of its own. */
const OF_OTHER_COMMANDS: ReadonlySet<string> = new Set(["--for", "--check", "--name", "--role", "--expires", "--to"]);

it("names only flags that exist, with their defaults", () => {
  const flags = new Map(SETTING_KEYS.filter((key) => SETTINGS[key].secret !== true).map((key) => [flagOf(key), key]));
  const named = [...readme.matchAll(/(?<=[\s`])--[a-z][a-z-]*/g)].map(([name]) => name);
  expect(named.filter((name) => !flags.has(name) && !OF_OTHER_COMMANDS.has(name))).toEqual([]);
  const rows = tableRows("flag");
  expect(rows.length).toBeGreaterThan(5);
  for (const [flag = "", value] of rows) {
    const key = flags.get(flag);
    if (key === undefined) throw new Error(`${flag} is no flag`);
    expect(defaultsOf(key).development, flag).toBe(value);
  }
});

it("names paths of the API that exist", () => {
  expect(readme).toContain(`path under \`${API_PREFIX}\``);
  const paths = tableRows("path under `/api/scheduler-monitoring`").flatMap(([cell = ""]) => cell.split(", "));
  const documented = [...read("docs/api.md").matchAll(/^\| \[(?<paths>[^\]]+)\]/gm)].flatMap(({ groups }) =>
    (groups?.["paths"] ?? "").replaceAll("`", "").split(", "),
  );
  expect(documented).toEqual(expect.arrayContaining(paths));
  expect(paths.length).toBeGreaterThan(5);
});

describe("the lines for each library are those of its example", () => {
  /** Imports, start and the instrumented exports; the names of services differ. */
  const wiring = (source: string): string =>
    (source.split(/\n\n(?!start)/)[0] ?? "").replace(/serviceName: "[\w-]+"/, "serviceName");

  it.each(["node-cron", "cron", "croner", "node-schedule"])("%s", (library) => {
    const block = codeBlocks(readme, "ts").find((source) => source.includes(`from "${library}"`)) ?? "";
    expect(wiring(block)).toContain("start({ serviceName });");
    expect(wiring(block)).toBe(wiring(read(`examples/${library}/main.ts`)));
  });
});

describe("the code blocks", () => {
  const folder = join(ROOT, ".cache/readme-blocks");
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "globals.d.ts"), GLOBALS);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    for (const page of TYPED_PAGES) {
      const name = page.replaceAll(/\W/g, "_");
      for (const [index, block] of codeBlocks(read(page), "ts").entries()) {
        writeFileSync(join(folder, `${name}_${index + 1}.ts`), `${block}\nexport {};\n`);
      }
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("have correct types", { timeout: 60_000 }, () => {
    const tsc = join(ROOT, "node_modules/.bin/tsc");
    const { status, stdout } = spawnSync(tsc, ["-p", folder], { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});

/** The reader's own code, and what a later block takes from an earlier one. */
const GLOBALS = `
  declare function createInvoices(): Promise<void>;
  declare function sendInvoices(): Promise<void>;
  declare function renderPdf(invoice: object): Promise<void>;
  declare const invoice: object;
  declare const app: { use(router: unknown): void };
  declare function whoAsks(request: unknown): { readonly id: string; readonly role: "viewer" } | undefined;
  declare const cron: typeof import("node-cron");
  declare const currentJob: typeof import("@jobscope/instrumentation").currentJob;
  declare const instrumentNodeCron: typeof import("@jobscope/instrumentation").instrumentNodeCron;
`;

/** Only the example and one package depend on them. */
const NODEMAILER = "../../packages/instrumentation/node_modules/nodemailer/dist/esm/nodemailer.d.ts";
const SDK_NODE = "../../examples/existing-sdk/node_modules/@opentelemetry/sdk-node/dist/index.d.mts";
const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    types: ["node"],
    strict: true,
    // The sources of the monitor are read with the blocks, and are written for this.
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: { "@opentelemetry/sdk-node": [SDK_NODE], nodemailer: [NODEMAILER] },
  },
  include: ["*.ts"],
};
