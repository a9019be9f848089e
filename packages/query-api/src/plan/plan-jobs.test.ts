import { expect, it } from "vitest";

import { planJobs } from "./plan-jobs.ts";

it.each([
  [{ limit: 50 }, 10],
  [{ limit: 200 }, 10],
  [{ limit: 201 }, 9],
  [{ limit: 1000 }, 2],
  [{ limit: 1000, runs: 0 }, 0],
  [{ limit: 20, runs: 100 }, 100],
])("of %j each job comes with %i runs", (params, runsPerJob) => {
  expect(planJobs(params)).toEqual({ limit: params.limit, runsPerJob });
});
