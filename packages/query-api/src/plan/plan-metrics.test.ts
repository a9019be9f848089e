import { SCREEN_METRICS } from "@jobscope/store";
import { expect, it } from "vitest";

import { METRICS_OF } from "./plan-metrics.ts";

it("asks for all metrics that the store keeps by the hour, and for no others", () => {
  expect(Object.values(METRICS_OF).flat().toSorted()).toEqual([...SCREEN_METRICS].toSorted());
});
