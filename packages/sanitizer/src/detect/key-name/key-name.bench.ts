import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { createCachedKeyClassifier, createKeyClassifier } from "./key-classifier.ts";

const ROUNDS = 25;
const KEYS_PER_ROUND = 50_000;

const KEYS = [
  "userPassword",
  "http.request.method",
  "service.name",
  "sessionDurationMs",
  "X-API-Key",
  "job.run.id",
  "max_tokens",
  "createdAt",
] as const;

/** Best of the rounds, in nanoseconds a key. */
function best(classify: (key: string) => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    let found = 0;
    for (let i = 0; i < KEYS_PER_ROUND; i++) {
      if (classify(KEYS[i & 7] ?? "") !== undefined) found++;
    }
    const spent = ((performance.now() - before) * 1e6) / KEYS_PER_ROUND;
    if (found === 0) throw new Error("No sensitive key was found among the keys of the bench.");
    least = Math.min(least, spent);
  }
  return least;
}

const figure = (name: string, value: number): Figure => ({ name, value, unit: "ns" });

export const bench: Bench = {
  name: "key names",
  run: () =>
    Promise.resolve([
      figure("a key met before", best(createCachedKeyClassifier())),
      figure("a key met for the first time", best(createKeyClassifier())),
    ]),
};
