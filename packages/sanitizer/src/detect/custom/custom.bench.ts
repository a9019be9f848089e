import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import type { CheckedPattern } from "../../model/checked-policy.ts";
import type { Policy } from "../../model/policy.ts";
import { createSanitizer } from "../../walk/create-sanitizer.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { customDetector } from "./custom.ts";

const ROUNDS = 25;
const RECORDS_PER_ROUND = 2_000;

const RECORD = {
  level: "info",
  time: "2026-11-25T04:51:48.123Z",
  msg: "job 184 of worker-7 took 1532 ms, rows=12876543 offset=1764046308123, nothing left to do",
  run: "0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f",
  trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
  host: { name: "worker-7.internal", cpu: 0.42, os: "linux 6.8.0-48-generic" },
  steps: ["read", "transform", "write"].map((name, i) => ({ name, duration_ms: 17 * i, ok: true })),
  note: "compacted segment 000000000000001284 of topic orders.v3 in 17 passes (84 % of the space given back)",
};

const VALUES = [
  "kV9-zq/Lw+87pX",
  "hunter2-but-longer",
  "Correct horse battery",
  "s3cr3t.of.northwind",
  "8823119944107",
  "x9Qw#11!mmZ",
  "plain-old-password",
  "0f1e2d3c4b5a6978",
  "ZmFrZSBzZWNyZXQ",
  "T0p-53cret-V4lue",
];

const TEN: Policy = { literals: [{ name: "vault", values: VALUES }] };

function recordTimer(policy: Policy): () => number {
  const sanitizer = createSanitizer(policy);
  return () => {
    const before = performance.now();
    for (let i = 0; i < RECORDS_PER_ROUND; i++) sanitizer.sanitize(RECORD);
    return performance.now() - before;
  };
}

/** The two take turns, so that whatever slows the machine slows both. */
function tenLiterals(): Figure {
  const without = recordTimer({});
  const withTen = recordTimer(TEN);
  let base = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, without());
    least = Math.min(least, withTen());
  }
  return { name: "ten values, a record without any of them", value: least / base, unit: "x" };
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
  run: () => Promise.resolve([tenLiterals(), ...hostile(256), ...hostile(4_096)]),
};
