import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import type { Detector } from "../../model/detector.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { nationalIdDetector } from "./national-id.ts";

const ROUNDS = 25;
const TEXTS_PER_ROUND = 20_000;

const TEXTS = {
  "line of times and counters":
    "2026-11-25 04:51:48.123 [worker-7] job 184 took 1532 ms, rows=12876543 offset=1764046308123",
  "ids of no person": "order 9434765918 shipped, tracking 44051401358, part 111222334, batch 20261125-0042",
  "an id that stands alone": "customer 131052-308T changed the address of the delivery, retry 3 of 5 in 250 ms",
  "an id that a word tells": "customer with BSN 111222333 changed the address of the delivery, retry 3 of 5",
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
  const empty = timer([{ name: "national_id", numbers: [] }], text);
  const full = timer([nationalIdDetector], text);
  let least = Number.POSITIVE_INFINITY;
  let base = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, empty());
    least = Math.min(least, full());
  }
  return { name: `${name}, above a scan without detectors`, value: least - base, unit: "ns" };
}

export const bench: Bench = {
  name: "national ids",
  run: () => Promise.resolve(Object.entries(TEXTS).map(measure)),
};
