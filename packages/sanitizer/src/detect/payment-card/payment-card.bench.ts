import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import type { Detector } from "../../model/detector.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { paymentCardDetector } from "./payment-card.ts";

const ROUNDS = 25;
const TEXTS_PER_ROUND = 20_000;

const TEXTS = {
  "line of times and counters":
    "2026-11-25 04:51:48.123 [worker-7] job 184 took 1532 ms, rows=12876543 offset=1764046308123",
  "line of identifiers": "trace 4bf92f3577b34da6a3ce929d0e0e4736 run 0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f attempt 1",
  "numbers that are no card": "order 4111111111111112 shipped, batch 1764046308123456, 4096 4096 4096 4096",
  "a card": "charge for card 4111 1111 1111 1111 was declined by the issuer, attempt 3 of 5",
} as const;

/** Best of the rounds, in nanoseconds a text. */
function timer(detectors: readonly Detector[], text: string): () => number {
  const program = compile(detectors);
  const scan = new TextScan(program);
  return () => {
    const before = performance.now();
    for (let i = 0; i < TEXTS_PER_ROUND; i++) scanText(scan, program, text);
    return ((performance.now() - before) * 1e6) / TEXTS_PER_ROUND;
  };
}

function measure([name, text]: readonly [string, string]): Figure {
  const empty = timer([], text);
  const full = timer([paymentCardDetector], text);
  let least = Number.POSITIVE_INFINITY;
  let base = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, empty());
    least = Math.min(least, full());
  }
  return { name: `${name}, above a scan without detectors`, value: least - base, unit: "ns" };
}

export const bench: Bench = {
  name: "payment cards",
  run: () => Promise.resolve(Object.entries(TEXTS).map(measure)),
};
