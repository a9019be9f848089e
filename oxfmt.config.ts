import { defineConfig } from "oxfmt";

export default defineConfig({
  printWidth: 120,
  sortImports: true,
  ignorePatterns: [
    "**/dist/**",
    "**/.types/**",
    "**/fixtures/**",
    "pnpm-lock.yaml",
    "**/*.md",
    "**/*.snap",
    "**/export-names.json",
  ],
});
