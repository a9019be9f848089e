import { existsSync } from "node:fs";

import { expect, it } from "vitest";

import { workerEntry } from "./worker-entry.ts";

it.each(["core-worker", "read-worker"] as const)("finds the source of the %s beside itself", (name) => {
  expect(existsSync(workerEntry(name))).toBe(true);
});

it("looks beside the bundle when built", () => {
  expect(workerEntry("core-worker", "file:///app/node_modules/jobscope/dist/index.js").pathname).toBe(
    "/app/node_modules/jobscope/dist/core-worker.js",
  );
});
