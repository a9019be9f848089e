/** `pnpm check`: everything that must hold before a change is merged, except the tests. Runs every step, then reports. */
import { spawnSync } from "node:child_process";

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly fix: string;
}

const STEPS: readonly Step[] = [
  { name: "types", command: ["tsc", "-b"], fix: "correct the types" },
  {
    name: "lint, boundaries, cycles",
    command: ["oxlint", "--deny-warnings", "--report-unused-disable-directives"],
    fix: "see the message of each rule; `oxlint --fix` repairs some",
  },
  { name: "format", command: ["oxfmt", "--check", "."], fix: "pnpm format" },
  { name: "layout", command: ["node", "scripts/check-layout.ts"], fix: "scripts/gate/workspace.ts is the table" },
  {
    name: "unused code and dependencies",
    command: ["knip", "--no-progress", "--no-config-hints"],
    fix: "delete what nothing uses",
  },
  {
    name: "workspace consistency",
    // A packageManager field would make other versions of pnpm fetch platform binaries before they run anything.
    command: ["sherif", "--ignore-rule", "root-package-manager-field"],
    fix: "sherif --fix",
  },
  {
    name: "exported names",
    command: ["node", "scripts/export-names.ts", "--check"],
    fix: "if the change is meant: node scripts/export-names.ts",
  },
  {
    name: "semantic conventions page",
    command: ["node", "scripts/generate-semconv-docs.ts", "--check"],
    fix: "pnpm format",
  },
  {
    name: "configuration page",
    command: ["node", "scripts/generate-configuration-docs.ts", "--check"],
    fix: "pnpm format",
  },
  {
    name: "API reference",
    command: ["node", "scripts/generate-api-docs.ts", "--check"],
    fix: "pnpm format",
  },
];

const only = process.argv.slice(2);
const failed: Step[] = [];
for (const step of STEPS.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)))) {
  const started = performance.now();
  const [command = "", ...args] = step.command;
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) failed.push(step);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "passed" : "FAILED"}  ${step.name} (${seconds} s)`);
}
for (const { name, fix } of failed) console.error(`check failed: ${name}. To repair: ${fix}`);
process.exitCode = failed.length === 0 ? 0 : 1;
