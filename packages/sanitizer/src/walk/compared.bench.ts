import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { anchors } from "../../test/bench/other-sanitizers.ts";
import { thirtyAlternatives } from "../../test/bench/thirty-alternatives.ts";
import { WORKLOADS, variantOf } from "../../test/bench/workloads.ts";
import type { Workload } from "../../test/bench/workloads.ts";
import { createSanitizer } from "./create-sanitizer.ts";

const ROUNDS = 25;
/** Long against the clock's resolution, short against the machine's moods. */
const ROUND_MS = 8;
const WARM_UP_MS = 1_000;

const FLOOR = "30 alternatives";
const DEEP_REDACT = "@hackylabs/deep-redact, 25 keys and 5 patterns";
const OURS = "ours";

/** Of the time of one pass of the 30 alternatives. */
const TARGETS: Readonly<Record<string, string>> = {
  "small clean": "<= 1.3",
  "medium clean": "<= 1.3",
  "64 KB clean": "<= 0.6",
  "small with secrets": "<= 1.8",
  "medium with secrets": "<= 1.4",
  "64 KB with secrets": "<= 0.65",
};

/** More than are remembered, so that none is known when its turn comes again. */
const VARIANTS = 676;

type Pass = (record: Workload["record"]) => unknown;

/** Every pass gets a turn in every round, so that what disturbs the machine disturbs all; the best round counts. */
function measure(passes: ReadonlyMap<string, Pass>, record: Workload["record"]): ReadonlyMap<string, number> {
  for (const pass of passes.values()) microseconds(pass, record, WARM_UP_MS);
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, pass] of passes) {
      const us = microseconds(pass, record, ROUND_MS);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, us));
    }
  }
  return best;
}

function microseconds(pass: Pass, record: Workload["record"], forMs: number): number {
  const batch = JSON.stringify(record).length > 10_000 ? 1 : 16;
  const start = performance.now();
  let calls = 0;
  do {
    for (let i = 0; i < batch; i++) pass(record);
    calls += batch;
  } while (performance.now() - start < forMs);
  return ((performance.now() - start) * 1000) / calls;
}

/** What a record costs whose texts were never seen, over that of the floor for the same; the median of the rounds. */
function neverSeen({ name, record }: Workload): Figure {
  const variants = Array.from({ length: VARIANTS }, (_, number) => variantOf(record, number));
  const sanitizer = createSanitizer();
  const timeOf = (pass: Pass): number => {
    const start = performance.now();
    for (const variant of variants) pass(variant);
    return performance.now() - start;
  };
  const ratios = Array.from({ length: ROUNDS }, () => {
    const ours = timeOf((given) => sanitizer.sanitize(given));
    return ours / timeOf(thirtyAlternatives);
  });
  return {
    name: `${name}, never seen before, ours / ${FLOOR}`,
    value: ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN,
    unit: "x the time",
  };
}

function figures({ name, record }: Workload): readonly Figure[] {
  const sanitizer = createSanitizer();
  const passes = new Map<string, Pass>([
    [OURS, (given) => sanitizer.sanitize(given)],
    [FLOOR, thirtyAlternatives],
    ["JSON.stringify", (given) => JSON.stringify(given)],
    ["JSON clone", (given) => JSON.parse(JSON.stringify(given))],
    ...anchors(),
  ]);
  const best = measure(passes, record);
  const ours = best.get(OURS) ?? Number.NaN;
  const toFloor = (floor: string): Figure => ({
    name: `${name}, ours / ${floor}`,
    value: ours / (best.get(floor) ?? Number.NaN),
    unit: "x the time",
    ...(floor === FLOOR && TARGETS[name] !== undefined && { target: TARGETS[name] }),
  });
  const toAnchor = ([anchor]: readonly [string, Pass]): Figure => ({
    name: `${name}, ${anchor} / ours`,
    value: (best.get(anchor) ?? Number.NaN) / ours,
    unit: "x the time",
    ...(anchor === DEEP_REDACT && name === "medium clean" && { target: ">= 25" }),
  });
  return [
    { name: `${name}, ours`, value: ours, unit: "µs/record" },
    ...[FLOOR, "JSON.stringify", "JSON clone"].map(toFloor),
    ...(name.startsWith("64") ? [] : [neverSeen({ name, record })]),
    ...anchors().map(toAnchor),
  ];
}

/** One record through each, side by side in the same process. The others check less: keys, or a handful of patterns. */
export const bench: Bench = {
  name: "sanitizer beside others",
  run: () => Promise.resolve(WORKLOADS.flatMap(figures)),
};
