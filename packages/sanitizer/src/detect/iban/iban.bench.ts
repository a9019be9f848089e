import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { ibanDetector } from "./iban.ts";

export const bench: Bench = scanBench("IBANs", ibanDetector, {
  "line of times and counters": CLEAN_LINE,
  "line of identifiers": "trace 4bf92f3577b34da6a3ce929d0e0e4736 run 0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f attempt 1",
  "codes that are no IBAN": "ES2024 target, DE12-3456, model NL91ABNA0417164301, host gb29prod",
  "an IBAN": "paid to DE89 3704 0044 0532 0130 00 after 250 ms, attempt 3 of 5",
});
