import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ErrorLedger } from "./error-ledger.ts";
import { TimeLine } from "./time-line.ts";

type Step =
  | { readonly kind: "add"; readonly atMs: number }
  | { readonly kind: "remove"; readonly atMs: number }
  | { readonly kind: "trim"; readonly untilMs: number };

const time = fc.integer({ min: 0, max: 300 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("add" as const), atMs: time }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), atMs: time }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("trim" as const), untilMs: fc.integer({ min: 0, max: 100 }) }),
  },
);

const count = (times: readonly number[], atMs: number, windowMs: number): number =>
  times.filter((each) => each > atMs - windowMs && each <= atMs).length;

describe("instants in order", () => {
  test("counts what a plain list would count, whatever is added, taken back and forgotten", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), time, time, (steps, atMs, windowMs) => {
        const line = new TimeLine();
        let list: number[] = [];
        for (const each of steps) {
          if (each.kind === "add") {
            line.add(each.atMs);
            list.push(each.atMs);
          } else if (each.kind === "remove") {
            const index = list.indexOf(each.atMs);
            expect(line.remove(each.atMs)).toBe(index >= 0);
            if (index >= 0) list.splice(index, 1);
          } else {
            line.trim(each.untilMs, 1000);
            list = list.filter((known) => known > each.untilMs);
          }
        }
        const inside = list.filter((each) => each > atMs - windowMs && each <= atMs);
        expect(line.size).toBe(list.length);
        expect(line.countIn(atMs, windowMs)).toBe(count(list, atMs, windowMs));
        expect(line.newestIn(atMs, windowMs)).toBe(inside.length === 0 ? undefined : Math.max(...inside));
        expect(line.oldestIn(atMs, windowMs)).toBe(inside.length === 0 ? undefined : Math.min(...inside));
      }),
    );
  });

  test("windows are half open: what is as old as the window has left it", () => {
    const line = new TimeLine();
    line.add(1000);
    expect(line.countIn(1000, 500)).toBe(1);
    expect(line.countIn(1499, 500)).toBe(1);
    expect(line.countIn(1500, 500)).toBe(0);
    expect(line.countIn(999, 500)).toBe(0);
  });

  test("no more than the bound stays: the oldest leave", () => {
    const line = new TimeLine();
    for (let atMs = 0; atMs < 1000; atMs += 1) {
      line.add(atMs);
      line.trim(-1, 100);
    }
    expect(line.size).toBe(100);
    expect(line.oldestIn(999, 2000)).toBe(900);
  });
});

interface Told {
  readonly owner: number;
  readonly kind: "record" | "failed" | "retried" | "well";
}

const told: fc.Arbitrary<Told> = fc.record({
  owner: fc.integer({ min: 0, max: 3 }),
  kind: fc.constantFrom("record", "failed", "retried", "well"),
});

test("errors of a service: the last word about a run decides, in whatever order it and its records come", () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 60 }), (stories) => {
      const ledger = new ErrorLedger();
      const verdicts = new Map<number, Told["kind"]>();
      const records = new Map<number, number>();
      for (const { owner, kind } of stories) {
        const owners = [`r:${owner}`];
        const runKey = `run-${owner}`;
        if (kind === "record") {
          const known = records.get(owner) ?? 0;
          const record = { identity: `${owner} ${known}`, owner: `r:${owner}`, atMs: 10 };
          // Told twice, it counts once.
          ledger.addRecord(record);
          ledger.addRecord(record);
          records.set(owner, known + 1);
        } else {
          verdicts.set(owner, kind);
          if (kind === "well") ledger.removeFailure(runKey, owners);
          else ledger.addFailure({ runKey, owners, atMs: 10, counts: kind === "failed" });
        }
      }
      const isOpen = (owner: number): boolean => ["well", undefined].includes(verdicts.get(owner));
      const open = [...records].filter(([owner]) => isOpen(owner));
      expect(ledger.countIn(20, 100)).toEqual({
        records: open.reduce((sum, [, n]) => sum + n, 0),
        failures: [...verdicts.values()].filter((kind) => kind === "failed").length,
      });
    }),
  );
});
