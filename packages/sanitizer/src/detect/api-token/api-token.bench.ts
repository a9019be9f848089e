import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { ALNUM, DIGITS, randomOf } from "../../../test/corpus/random.ts";
import { apiTokenDetector } from "./api-token.ts";

const random = randomOf(4);

export const bench: Bench = scanBench("tokens of services", apiTokenDetector, {
  "line of times and counters": CLEAN_LINE,
  "words that begin like a token": "sk-cube re_match test_value pat.join(path) key-1 md-icon live_view api_version",
  "a token": `gh auth failed for ghp_${random.chars(ALNUM, 36)}, attempt 3 of 5`,
  "a token told by its middle": `bot ${random.chars(DIGITS, 10)}:AA${random.chars(ALNUM, 33)} is blocked`,
});
