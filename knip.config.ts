import type { KnipConfig } from "knip";

import { PACKAGES } from "./scripts/gate/workspace.ts";

// Tests are entries through the plugin for vitest; type tests and benches are run by tsc and by scripts/bench.ts.
const BESIDE_SOURCE = "src/**/*.{test-d,bench}.ts";

const config: KnipConfig = {
  workspaces: {
    ".": {
      entry: ["scripts/*.ts", "test/**/*.bench.ts", "test/**/*.fixture.ts"],
      project: ["scripts/**/*.ts", "test/**/*.ts", "*.config.ts"],
    },
    ...Object.fromEntries(
      PACKAGES.map(({ folder }) => [
        `packages/${folder}`,
        { entry: [BESIDE_SOURCE, "test/**/*.fixture.ts"], project: ["src/**/*.ts", "test/**/*.ts"] },
      ]),
    ),
  },
  ignoreExportsUsedInFile: { interface: true, type: true },
};

export default config;
