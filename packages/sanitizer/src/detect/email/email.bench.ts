import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { emailDetector } from "./email.ts";

export const bench: Bench = scanBench("e-mail addresses", emailDetector, {
  "line of times and counters": CLEAN_LINE,
  "signs that are no address": "npm i lodash@4.17.21 @scope/pkg@1.0.0 icon@2x.png git@github.com:a/b.git",
  "an address": "mail to jane.doe@example.com was not delivered, attempt 3 of 5",
});
