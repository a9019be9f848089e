import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { nationalIdDetector } from "./national-id.ts";

export const bench: Bench = scanBench("national ids", nationalIdDetector, {
  "line of times and counters": CLEAN_LINE,
  "ids of no person": "order 9434765918 shipped, tracking 44051401358, part 111222334, batch 20261125-0042",
  "an id that stands alone": "customer 131052-308T changed the address of the delivery, retry 3 of 5 in 250 ms",
  "an id that a word tells": "customer with BSN 111222333 changed the address of the delivery, retry 3 of 5",
});
