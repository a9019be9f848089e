import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { paymentCardDetector } from "./payment-card.ts";

export const bench: Bench = scanBench("payment cards", paymentCardDetector, {
  "line of times and counters": CLEAN_LINE,
  "line of identifiers": "trace 4bf92f3577b34da6a3ce929d0e0e4736 run 0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f attempt 1",
  "numbers that are no card": "order 4111111111111112 shipped, batch 1764046308123456, 4096 4096 4096 4096",
  "a card": "charge for card 4111 1111 1111 1111 was declined by the issuer, attempt 3 of 5",
});
