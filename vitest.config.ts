import { join } from "node:path";

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Most of the start of a monitor, a worker thread or a program is stripping types; all of them strip the same.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compile") },
    // Tests wait for processes, schedules and leases more than for the processor, so more of them run than there are cores.
    maxConcurrency: 12,
    maxWorkers: 4,
  },
});
