import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { connectionStringDetector } from "./connection-string.ts";

export const bench: Bench = scanBench("connection strings", connectionStringDetector, {
  "line of times and counters": CLEAN_LINE,
  "words that are no connection": "mkdir -p a/b; password reset for user 7; PWD=/home/app; make -w all",
  "a connection string": "connecting to postgres://app:s3cret@db.internal:5432/billing?sslmode=require",
});
