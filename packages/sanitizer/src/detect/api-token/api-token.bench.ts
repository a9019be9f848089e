import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { ALNUM, DIGITS, randomOf } from "../../../test/corpus/random.ts";
import type { Detector } from "../../model/detector.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { apiTokenDetector } from "./api-token.ts";

const ROUNDS = 25;
const TEXTS_PER_ROUND = 20_000;
const random = randomOf(4);

const TEXTS = {
  "line of times and counters":
    "2026-11-25 04:51:48.123 [worker-7] job 184 took 1532 ms, rows=12876543 offset=1764046308123",
  "words that begin like a token": "sk-cube re_match test_value pat.join(path) key-1 md-icon live_view api_version",
  "a token": `gh auth failed for ghp_${random.chars(ALNUM, 36)}, attempt 3 of 5`,
  "a token told by its middle": `bot ${random.chars(DIGITS, 10)}:AA${random.chars(ALNUM, 33)} is blocked`,
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
  const full = timer([apiTokenDetector], text);
  let least = Number.POSITIVE_INFINITY;
  let base = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, empty());
    least = Math.min(least, full());
  }
  return { name: `${name}, above a scan without detectors`, value: least - base, unit: "ns" };
}

export const bench: Bench = {
  name: "tokens of services",
  run: () => Promise.resolve(Object.entries(TEXTS).map(measure)),
};
