import { expect, test } from "vitest";

import { Blocks } from "./blocks.ts";
import { SlotList } from "./slot-list.ts";

const MINUTE = 60_000;
const minutely = (): SlotList => {
  const slots = new SlotList({});
  slots.extend([1, 2, 3, 4, 5].map((minute) => minute * MINUTE));
  return slots;
};

test("a start meets the nearest slot that it is on time for, once", () => {
  const slots = minutely();
  slots.meet(1 * MINUTE + 20_000, undefined);
  expect(slots.upcoming(0)).toEqual([2, 3, 4, 5].map((minute) => minute * MINUTE));
  // 31 s after slot 2 is past half a period: late for 2, early for 3 by more than a quarter.
  slots.meet(2 * MINUTE + 31_000, undefined);
  expect(slots.upcoming(0)).toHaveLength(4);
});

test("a start that names its slot meets that one however late it is", () => {
  const slots = minutely();
  slots.meet(4 * MINUTE, 1 * MINUTE + 3);
  expect(slots.upcoming(0)).toEqual([2, 3, 4, 5].map((minute) => minute * MINUTE));
});

test("slots pass once their margin has", () => {
  const slots = minutely();
  expect(slots.overdue(1 * MINUTE + 30_000)).toEqual([]);
  expect(slots.overdue(3 * MINUTE + 30_001)).toEqual([1, 2, 3].map((minute) => minute * MINUTE));
  expect(slots.overdue(3 * MINUTE + 30_001)).toEqual([]);
});

test("instants that were declared before are not opened again", () => {
  const slots = minutely();
  slots.meet(1 * MINUTE, undefined);
  slots.extend([1, 2, 3, 4, 5, 6].map((minute) => minute * MINUTE));
  expect(slots.upcoming(0)).toEqual([2, 3, 4, 5, 6].map((minute) => minute * MINUTE));
});

test("why no timer fired: a blocked loop, a suspended machine, or nothing of the kind", () => {
  const blocks = new Blocks(1000);
  const at = (wallMs: number, monotonicMs: number): boolean => blocks.tick({ wallMs, monotonicMs });
  expect(at(0, 0)).toBe(false);
  expect(at(1000, 1000)).toBe(false);
  expect(at(61_000, 61_000)).toBe(true);
  expect(at(62_000, 62_000)).toBe(false);
  expect(at(3_662_000, 63_000)).toBe(true);
  // A step of the wall clock alone is neither.
  expect(at(3_663_500, 64_000)).toBe(false);
  expect(blocks.causeAt(30_000, 30_000)).toBe("blocked_loop");
  expect(blocks.causeAt(1_000_000, 1_000_000)).toBe("suspended");
  expect(blocks.causeAt(62_500, 61_500)).toBe("no_start");
});
