import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { createCachedKeyClassifier } from "../../src/detect/key-name/key-classifier.ts";
import { compile } from "../../src/detect/scan/program.ts";
import { scanText } from "../../src/detect/scan/scan-text.ts";
import { TextScan } from "../../src/detect/scan/text-scan.ts";
import type { Detector } from "../../src/model/detector.ts";

const ROUNDS = 25;
const TEXTS_PER_ROUND = 20_000;

/** What every detector is measured on first: a line most logs consist of, and nothing to find in it. */
export const CLEAN_LINE = "2026-11-25 04:51:48.123 [worker-7] job 184 took 1532 ms, rows=12876543 offset=1764046308123";

/** What one detector adds to a scan without any, for each text under its name. */
export function scanBench(name: string, detector: Detector, texts: Readonly<Record<string, string>>): Bench {
  return { name, run: () => Promise.resolve(Object.entries(texts).map((entry) => measure(detector, entry))) };
}

/** The two take turns, so that whatever slows the machine slows both; the best round of each counts. */
function measure(detector: Detector, [name, text]: readonly [string, string]): Figure {
  const empty = timer([], text);
  const full = timer([detector], text);
  let base = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, empty());
    least = Math.min(least, full());
  }
  return { name: `${name}, above a scan without detectors`, value: least - base, unit: "ns" };
}

/** Of one round, in nanoseconds a text. */
function timer(detectors: readonly Detector[], text: string): () => number {
  const program = compile(detectors, createCachedKeyClassifier());
  const scan = new TextScan(program);
  return () => {
    const before = performance.now();
    for (let i = 0; i < TEXTS_PER_ROUND; i++) scanText(scan, program, text);
    return ((performance.now() - before) * 1e6) / TEXTS_PER_ROUND;
  };
}
