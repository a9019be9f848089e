import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DeadlineHeap } from "./deadline-heap.ts";

type Command =
  | { readonly kind: "set"; readonly key: string; readonly atMs: number }
  | { readonly kind: "cancel"; readonly key: string }
  | { readonly kind: "pop"; readonly nowMs: number };

const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
const instant = fc.integer({ min: 0, max: 50 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), key, atMs: instant }),
  fc.record({ kind: fc.constant("cancel" as const), key }),
  fc.record({ kind: fc.constant("pop" as const), nowMs: instant }),
);

describe("deadline heap", () => {
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
