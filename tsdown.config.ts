import { defineConfig, type UserConfig } from "tsdown";

import { type PackageRule, PACKAGES } from "./scripts/gate/workspace.ts";

/**
 * The monitor keeps the tree of its sources, because its worker threads are files that it starts by their place in it. Every other package is one bundle for each format.
 */
const MONITOR_ENTRIES = {
  index: "src/index.ts",
  "cli/main": "src/cli/main.ts",
  "journey/core-worker/core-worker": "src/journey/core-worker/core-worker.ts",
  "journey/read-worker/read-worker": "src/journey/read-worker/read-worker.ts",
};

function configOf({ name, folder, formats }: PackageRule): UserConfig {
  const isMonitor = name === "jobscope";
  return {
    name,
    cwd: `packages/${folder}`,
    entry: isMonitor ? MONITOR_ENTRIES : { index: "src/index.ts" },
    unbundle: isMonitor,
    format: [...formats],
    platform: name === "@jobscope/semconv" ? "neutral" : "node",
    target: formats.includes("cjs") ? "node22.15" : "node24",
    dts: true,
    // Named for the "type": "module" of every package: .js and .cjs, .d.ts and .d.cts.
    fixedExtension: false,
    logLevel: "error",
  };
}

export default defineConfig(PACKAGES.filter((rule) => !rule.testsOnly).map(configOf));
