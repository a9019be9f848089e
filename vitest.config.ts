import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Tests that run side by side wait for processes and leases, not for the processor.
    maxConcurrency: 12,
  },
});
