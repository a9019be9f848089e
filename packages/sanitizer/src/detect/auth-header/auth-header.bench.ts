import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { authHeaderDetector } from "./auth-header.ts";

export const bench: Bench = scanBench("headers with credentials", authHeaderDetector, {
  "line of times and counters": CLEAN_LINE,
  "words that are no header":
    "the bearer token has expired, basic auth is off, cookie banner dismissed, partition-key: 4",
  "a header": "Authorization: Bearer a1B2c3D4e5F6g7H8i9J0 was rejected",
});
