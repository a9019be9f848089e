import { existsSync } from "node:fs";

import { expect, it } from "vitest";

import { workerEntry } from "./worker-entry.ts";

it.each(["core-worker", "read-worker"] as const)("finds the source of the %s in its folder", (name) => {
  expect(existsSync(workerEntry(name))).toBe(true);
});

it("finds it in the same folder of a build", () => {
  const base = "file:///app/node_modules/jobscope/dist/journey/http-thread/worker-entry.js";
  expect(workerEntry("core-worker", base).pathname).toBe(
    "/app/node_modules/jobscope/dist/journey/core-worker/core-worker.js",
  );
});
