import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { privateKeyDetector } from "./private-key.ts";

export const bench: Bench = scanBench("private keys", privateKeyDetector, {
  "line of times and counters": CLEAN_LINE,
  "what is no private key": `BEGIN; key "d":"x" public key ok, { id: 'a', kind: 'b' } -----BEGIN CERTIFICATE----- COMMIT`,
  "a key cut off": `could not parse ${"-----BEGIN ".concat("PRIVATE")} KEY-----\n${"aB3+dE6/".repeat(8)}\n${"aB3+dE6/".repeat(4)}`,
});
