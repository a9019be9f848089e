import { expect, it } from "vitest";

import { planJobs } from "./plan-jobs.ts";

it.each([
  [{}, { limit: 50, runsPerJob: 10 }],
  [{ limit: 200 }, { limit: 200, runsPerJob: 10 }],
  [{ limit: 201 }, { limit: 201, runsPerJob: 9 }],
  [{ limit: 1000 }, { limit: 1000, runsPerJob: 2 }],
  [
    { limit: 1000, runs: 0 },
    { limit: 1000, runsPerJob: 0 },
  ],
  [
    { limit: 20, runs: 100 },
    { limit: 20, runsPerJob: 100 },
  ],
  [{ runs: 100 }, { limit: 20, runsPerJob: 100 }],
  [{ runs: 40 }, { limit: 50, runsPerJob: 40 }],
  [{ runs: 0 }, { limit: 50, runsPerJob: 0 }],
])("what is not said of %j gives way to what is", (params, page) => {
  expect(planJobs(params)).toEqual(page);
});
