import type { KnipConfig } from "knip";

import { PACKAGES } from "./scripts/gate/workspace.ts";

// Tests are entries through the plugin for vitest, and scripts through package.json. Type tests and benches are run by tsc and by
// scripts/bench.ts; fixtures and worker threads are started as files of their own.
const BESIDE_SOURCE = [
  "{src,test}/**/*.{test-d,bench}.ts",
  "test/**/fixtures/**/*.ts",
  "test/**/*.fixture.ts",
  // Run by people.
  "test/score.ts",
];
const WORKERS = ["src/journey/core-worker/core-worker.ts", "src/journey/read-worker/read-worker.ts"];

const config: KnipConfig = {
  workspaces: {
    ".": {
      entry: [
        "scripts/*.ts",
        "scripts/bench/child.ts",
        "test/**/*.{bench,fixture,packaging}.ts",
        "test/bench/*-{service,receiver,load}.ts",
        "test/e2e/{services/*,support/slow}.ts",
        "test/schedulers/{programs,scenarios,timelines}/*.ts",
        "vitest.mutation.config.ts",
      ],
      project: ["scripts/**/*.ts", "test/**/*.ts", "*.config.ts"],
      // Of the operating system, and of Go.
      ignoreBinaries: ["go", "mount", "umount", "prlimit"],
      // Run by scripts/check.ts, which spawns it by name.
      ignoreDependencies: ["sherif"],
    },
    "examples/*": { entry: ["service/{main,export}.ts", "demo/main.ts", "*.ts"], project: ["**/*.ts"] },
    ...Object.fromEntries(
      PACKAGES.map(({ name, folder }) => [
        `packages/${folder}`,
        {
          entry: [...BESIDE_SOURCE, ...(name === "jobscope" ? WORKERS : [])],
          project: ["src/**/*.ts", "test/**/*.ts"],
          // Makes the certificates of tests.
          ...(["alerting", "instrumentation"].includes(folder) && { ignoreBinaries: ["openssl"] }),
        },
      ]),
    ),
  },
  // A documented bound or default is exported for readers and tests; what nothing at all uses is still found.
  ignoreExportsUsedInFile: true,
};

export default config;
