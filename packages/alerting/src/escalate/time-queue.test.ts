import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { TimeQueue } from "./time-queue.ts";

describe("keys by time", () => {
  test("come in the order of their times, and of equal times in the order in which they were set", () => {
    const queue = new TimeQueue();
    for (const [key, atMs] of [
      ["a", 3],
      ["b", 1],
      ["c", 1],
      ["d", 2],
    ] as const)
      queue.set(key, atMs);
    queue.set("a", 1);
    queue.set("d", 2);
    queue.cancel("c");
    expect(queue.peekMs()).toBe(1);
    expect([queue.popDue(1), queue.popDue(1), queue.popDue(1), queue.popDue(2), queue.popDue(9)]).toEqual([
      "b",
      "a",
      undefined,
      "d",
      undefined,
    ]);
    expect(queue.peekMs()).toBeUndefined();
  });

  test("agree with a sorted list, however they are set, moved and cancelled", () => {
    const step = fc.record({
      key: fc.integer({ max: 300, min: 0 }),
      atMs: fc.integer({ max: 50, min: 0 }),
      kind: fc.constantFrom("set", "set", "cancel", "pop"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 1_000, size: "max" }), (steps) => {
        const queue = new TimeQueue();
        let list: { key: string; atMs: number }[] = [];
        for (const { key: number, atMs, kind } of steps) {
          const key = String(number);
          if (kind === "set") {
            queue.set(key, atMs);
            if (list.every((entry) => entry.key !== key || entry.atMs !== atMs)) {
              list = [...list.filter((entry) => entry.key !== key), { key, atMs }];
            }
          } else if (kind === "cancel") {
            queue.cancel(key);
            list = list.filter((entry) => entry.key !== key);
          } else {
            const first = list.toSorted((a, b) => a.atMs - b.atMs).find((entry) => entry.atMs <= atMs);
            expect(queue.popDue(atMs)).toBe(first?.key);
            list = list.filter((entry) => entry !== first);
          }
          expect(queue.size).toBe(list.length);
        }
        expect(queue.peekMs()).toBe(list.length === 0 ? undefined : Math.min(...list.map((entry) => entry.atMs)));
      }),
      { numRuns: 50 },
    );
  });
});
