import { defineConfig } from "vitest/config";

/** The tests that judge a mutant: those of the detectors whose numbers have check digits. */
export default defineConfig({
  test: {
    include: [
      "packages/sanitizer/src/detect/{national-id,payment-card,iban,api-token}/**/*.test.ts",
      "packages/sanitizer/test/validators.test.ts",
    ],
    testTimeout: 20_000,
  },
});
