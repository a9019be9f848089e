import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { phoneDetector } from "./phone.ts";

export const bench: Bench = scanBench("phone numbers", phoneDetector, {
  "line of times and counters": CLEAN_LINE,
  "line of identifiers": "trace 4bf92f3577b34da6a3ce929d0e0e4736 run 0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f attempt 1",
  "numbers that are no phone": "order 4155552671 shipped, 12 345 678 bytes, offset +0100, id=9876543210",
  "a number that needs no word": "callback for +44 20 7946 0958 was not answered, attempt 3 of 5",
  "a number that a word tells": "phone number 2065550100 was not verified, attempt 3 of 5",
});
