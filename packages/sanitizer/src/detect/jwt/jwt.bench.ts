import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { jwtDetector } from "./jwt.ts";

export const bench: Bench = scanBench("JSON web tokens", jwtDetector, {
  "line of times and counters": CLEAN_LINE,
  "base64 that is no token": "next page: eyJpZCI6MTIzLCJvZmZzZXQiOjEwMDB9 of the framework's network, keyJoin",
  "a token": `the token ${["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "SflKxwRJSMeKKF2QT4fw"].join(".")} expired`,
});
