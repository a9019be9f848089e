import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { evaluationOf, sampleOf } from "../../test/support/lifecycle-world.ts";
import { ruleOf } from "../../test/support/rules.ts";
import type { AlertingChange } from "../model/alerting.ts";
import type { Sample } from "../model/evaluation.ts";
import type { Labels } from "../model/labels.ts";
import { createLifecycle, type Lifecycle } from "./create-lifecycle.ts";

const INSTANCES = 10_000;
const CYCLES = 100;

const LABELS: readonly Labels[] = Array.from({ length: INSTANCES }, (_, n) => ({
  job: "bench",
  instance: `host-${n % 100}`,
  queue: `queue-${n}`,
}));
const RULE = ruleOf({
  labels: { team: "bench" },
  annotations: { summary: "{{ $labels.queue }} on {{ $labels.instance }} is at {{ $value }}" },
});

/** New objects each time, as an evaluator makes them. */
const samplesOf = (cycle: number): readonly Sample[] =>
  LABELS.map((labels, n) => sampleOf(labels, 11 + ((n + cycle) % 7)));

interface World {
  readonly lifecycle: Lifecycle;
  readonly changes: AlertingChange[];
}

function firing(): World {
  const changes: AlertingChange[] = [];
  const lifecycle = createLifecycle({ rules: [RULE], alerts: [], emit: (change) => changes.push(change) });
  lifecycle.apply(RULE, evaluationOf(0, { holding: samplesOf(0) }));
  return { lifecycle, changes };
}

/** Medians of a cycle, and writes per cycle, with `after` done at the end of each. */
function cycles(intervalMs: number, after: (world: World) => void): { readonly ms: number; readonly writes: number } {
  const world = firing();
  world.changes.length = 0;
  const took: number[] = [];
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    const evaluation = evaluationOf(cycle * intervalMs, { holding: samplesOf(cycle) });
    const startMs = performance.now();
    world.lifecycle.apply(RULE, evaluation);
    after(world);
    took.push(performance.now() - startMs);
  }
  return { ms: took.toSorted((a, b) => a - b)[CYCLES / 2] ?? Number.NaN, writes: world.changes.length / CYCLES };
}

function once(name: string, action: () => unknown): Figure {
  action();
  const startMs = performance.now();
  action();
  return { name, value: performance.now() - startMs, unit: "ms" };
}

export const bench: Bench = {
  name: "lifecycle",
  run() {
    const steady = cycles(1_000, () => {});
    const read = cycles(1_000, ({ lifecycle }) => Array.from(lifecycle.active(), lifecycle.current.bind(lifecycle)));
    const written = cycles(60_000, () => {});
    return Promise.resolve([
      { name: "10,000 firing, every value moves", value: steady.ms, unit: "ms/cycle", target: "<= 100" },
      { name: "writes of these at an interval of 1 s", value: steady.writes, unit: "per cycle" },
      { name: "10,000 firing, every text rendered and read", value: read.ms, unit: "ms/cycle", target: "<= 100" },
      {
        name: "10,000 firing, every alert written (interval 60 s)",
        value: written.ms,
        unit: "ms/cycle",
        target: "<= 100",
      },
      once("10,000 begin to fire", firing),
      once("10,000 begin and are resolved", () => firing().lifecycle.apply(RULE, evaluationOf(1_000))),
    ]);
  },
};
