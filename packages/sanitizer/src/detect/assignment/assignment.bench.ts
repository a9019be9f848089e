import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import type { Detector } from "../../model/detector.ts";
import { createCachedKeyClassifier } from "../key-name/key-classifier.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { assignmentDetector } from "./assignment.ts";

const ROUNDS = 25;
const TEXTS_PER_ROUND = 20_000;

const TEXTS = {
  "a line without any name":
    "2026-11-25 04:51:48.123 [worker-7] job 184 took 1532 ms, rows=12876543 offset=1764046308123",
  "names that are none":
    "prompt_tokens=812 max_tokens=4096 passed=12 session timeout 30s, cache key users:42, exit_code=9",
  "two secrets": 'connect user=app password=hunter2 {"apiKey":"aZ3kQ9xW7pLm","port":5432} after 3 attempts',
} as const;

/** Of one pass over all the texts of a round, in nanoseconds a text. */
function timer(detectors: readonly Detector[], text: string): () => number {
  const program = compile(detectors, createCachedKeyClassifier());
  const scan = new TextScan(program);
  return () => {
    const before = performance.now();
    for (let i = 0; i < TEXTS_PER_ROUND; i++) scanText(scan, program, text);
    return ((performance.now() - before) * 1e6) / TEXTS_PER_ROUND;
  };
}

function measure([name, text]: readonly [string, string]): Figure {
  const empty = timer([], text);
  const full = timer([assignmentDetector()], text);
  let least = Number.POSITIVE_INFINITY;
  let base = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, empty());
    least = Math.min(least, full());
  }
  return { name: `${name}, above a scan without detectors`, value: least - base, unit: "ns" };
}

export const bench: Bench = {
  name: "assignments",
  run: () => Promise.resolve(Object.entries(TEXTS).map(measure)),
};
