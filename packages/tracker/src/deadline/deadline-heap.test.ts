import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DeadlineHeap } from "./deadline-heap.ts";

type Command =
  | { readonly kind: "set"; readonly key: string; readonly atMs: number }
  | { readonly kind: "cancel"; readonly key: string }
  | { readonly kind: "pop"; readonly nowMs: number };

const someKey = fc.constantFrom("a", "b", "c", "d", "e", "f");
const instant = fc.integer({ min: 0, max: 50 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), key: someKey, atMs: instant }),
  fc.record({ kind: fc.constant("cancel" as const), key: someKey }),
  fc.record({ kind: fc.constant("pop" as const), nowMs: instant }),
);

describe("deadline heap", () => {
  test("gives keys in the order of their deadlines, and of equal ones in the order in which they were set", () => {
    const heap = new DeadlineHeap();
    for (const [key, atMs] of [
      ["a", 3],
      ["b", 1],
      ["c", 1],
      ["d", 2],
    ] as const)
      heap.set(key, atMs);
    heap.set("a", 1);
    heap.set("d", 2);
    heap.cancel("c");
    expect(heap.peek()).toBe(1);
    expect([heap.popDue(1), heap.popDue(1), heap.popDue(1), heap.popDue(2), heap.popDue(9)]).toEqual([
      "b",
      "a",
      undefined,
      "d",
      undefined,
    ]);
    expect(heap.peek()).toBeUndefined();
  });

  test("agrees with a sorted list, ties included, however they are set, moved and cancelled", () => {
    const step = fc.record({
      key: fc.integer({ max: 300, min: 0 }),
      atMs: fc.integer({ max: 50, min: 0 }),
      kind: fc.constantFrom("set", "set", "cancel", "pop"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 1_000, size: "max" }), (steps) => {
        const heap = new DeadlineHeap();
        let list: { key: string; atMs: number }[] = [];
        for (const { key: number, atMs, kind } of steps) {
          const key = String(number);
          if (kind === "set") {
            heap.set(key, atMs);
            if (list.every((entry) => entry.key !== key || entry.atMs !== atMs)) {
              list = [...list.filter((entry) => entry.key !== key), { key, atMs }];
            }
          } else if (kind === "cancel") {
            heap.cancel(key);
            list = list.filter((entry) => entry.key !== key);
          } else {
            const first = list.toSorted((a, b) => a.atMs - b.atMs).find((entry) => entry.atMs <= atMs);
            expect(heap.popDue(atMs)).toBe(first?.key);
            list = list.filter((entry) => entry !== first);
          }
          expect(heap.size).toBe(list.length);
        }
        expect(heap.peek()).toBe(list.length === 0 ? undefined : Math.min(...list.map((entry) => entry.atMs)));
      }),
      { numRuns: 50 },
    );
  });

  test("gives what a sorted list would", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const heap = new DeadlineHeap();
        const model = new Map<string, number>();
        for (const each of commands) {
          if (each.kind === "set") {
            heap.set(each.key, each.atMs);
            model.set(each.key, each.atMs);
          } else if (each.kind === "cancel") {
            heap.cancel(each.key);
            model.delete(each.key);
          } else {
            const earliest = Math.min(...model.values(), Number.POSITIVE_INFINITY);
            const popped = heap.popDue(each.nowMs);
            expect(popped !== undefined).toBe(earliest <= each.nowMs);
            if (popped !== undefined) {
              expect(model.get(popped)).toBe(earliest);
              model.delete(popped);
            }
          }
          expect(heap.size).toBe(model.size);
          expect(heap.peek()).toBe(model.size === 0 ? undefined : Math.min(...model.values()));
        }
      }),
    );
  });

  test("a deadline that is replaced a million times keeps a bounded number of entries", () => {
    const heap = new DeadlineHeap();
    for (let turn = 0; turn < 1_000_000; turn += 1) heap.set(`k${turn % 10}`, turn);
    expect(heap.entries).toBeLessThan(200);
  });

  test("a deadline may lie further away than a timer reaches", () => {
    const heap = new DeadlineHeap();
    const inThreeYears = 3 * 365 * 86_400_000;
    heap.set("a", inThreeYears);
    expect(heap.popDue(inThreeYears - 1)).toBeUndefined();
    expect(heap.popDue(inThreeYears)).toBe("a");
  });
});
