import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { urlDetector } from "./url.ts";

export const bench: Bench = scanBench("secrets in URLs", urlDetector, {
  "line of times and counters": CLEAN_LINE,
  "a URL without a secret": "GET https://api.example.com/v1/items?page=2&limit=50&sort=-created HTTP/1.1 200",
  "a URL with a secret": "GET https://api.example.com/v1/items?page=2&api_key=a1b2c3d4&limit=50 200",
});
