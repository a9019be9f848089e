import { defineConfig } from "vitest/config";

// Needs the built packages (`pnpm build`) and a package registry, so it stands apart from `pnpm test`.
export default defineConfig({
  test: {
    include: ["test/packaging/*.packaging.ts"],
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
