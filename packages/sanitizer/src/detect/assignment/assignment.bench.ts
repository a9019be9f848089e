import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { assignmentDetector } from "./assignment.ts";

export const bench: Bench = scanBench("assignments", assignmentDetector(), {
  "a line without any name": CLEAN_LINE,
  "names that are none":
    "prompt_tokens=812 max_tokens=4096 passed=12 session timeout 30s, cache key users:42, exit_code=9",
  "two secrets": 'connect user=app password=hunter2 {"apiKey":"aZ3kQ9xW7pLm","port":5432} after 3 attempts',
});
