import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import type { Workload } from "../../../test/bench/workloads.ts";
import { variantOf, WORKLOADS } from "../../../test/bench/workloads.ts";
import type { CheckedPattern } from "../../model/checked-policy.ts";
import type { Policy } from "../../model/policy.ts";
import { createSanitizer } from "../../walk/create-sanitizer.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { customDetector } from "./custom.ts";

const ROUNDS = 25;
const CHARACTERS_PER_ROUND = 400_000;

const VALUES = [
  "kV9-zq/Lw+87pX",
  "hunter2-but-longer",
  "Correct horse battery",
  "s3cr3t.of.northwind",
  "Zq8Lm-2Xv-pump",
  "x9Qw#11!mmZ",
  "plain-old-password",
  "0f1e2d3c4b5a6978",
  "ZmFrZSBzZWNyZXQ",
  "T0p-53cret-V4lue",
];

const CLEAN = WORKLOADS.filter(({ name }) => name.endsWith("clean"));
const TEN: Policy = { literals: [{ name: "vault", values: VALUES }] };

/** Nanoseconds a record, of records whose texts nobody remembers. */
function timer(policy: Policy, { record }: Workload): (round: number) => number {
  const sanitizer = createSanitizer(policy);
  const times = Math.ceil(CHARACTERS_PER_ROUND / JSON.stringify(record).length);
  return (round) => {
    const records = Array.from({ length: times }, (_, i) => variantOf(record, round * times + i));
    const before = performance.now();
    for (const fresh of records) sanitizer.sanitize(fresh);
    return ((performance.now() - before) * 1e6) / times;
  };
}

/** The two take turns, so that whatever slows the machine slows both. */
function tenLiterals(workload: Workload): Figure {
  const without = timer({}, workload);
  const withTen = timer(TEN, workload);
  let base = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, without(round));
    least = Math.min(least, withTen(round));
  }
  return { name: `${workload.name} with ten literals, to without`, value: least / base, unit: "x", target: "<= 1.05" };
}

/** A try for every start, each as long as a try can be. */
const HOSTILE: readonly (readonly [string, Omit<CheckedPattern, "name" | "action" | "maxLength">, string])[] = [
  ["anchors side by side", { anchor: "key", pattern: "key[a-z]*;" }, "key"],
  ["long ways to an anchor that is no match", { anchor: "-id", pattern: "[a-z-]+-id;" }, "abcd-id"],
];

function hostile(maxLength: number): Figure[] {
  return HOSTILE.map(([name, rule, unit]) => {
    const program = compile([customDetector([], [{ ...rule, name: "id", action: "mask", maxLength }])]);
    const scan = new TextScan(program);
    const text = unit.repeat(65_536 / unit.length);
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round++) {
      const before = performance.now();
      scanText(scan, program, text);
      least = Math.min(least, ((performance.now() - before) * 1e6) / text.length);
    }
    return { name: `a pattern of at most ${String(maxLength)}, ${name}, a character`, value: least, unit: "ns" };
  });
}

export const bench: Bench = {
  name: "a policy's own values and patterns",
  run: () => Promise.resolve([...CLEAN.map(tenLiterals), ...hostile(256), ...hostile(4_096)]),
};
