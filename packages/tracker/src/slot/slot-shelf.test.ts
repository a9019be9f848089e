import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Slot } from "../model/slot.ts";
import { SlotShelf } from "./slot-shelf.ts";

const OWNERS = ["", "a", "b"];

function slotAt(owner: string, instantMs: number, state: Slot["state"]): Slot {
  return {
    key: `job@${instantMs}@${owner}`,
    serviceId: "s",
    jobId: "job",
    jobName: "job",
    instanceKey: owner,
    instantMs,
    state,
    provisional: false,
    duplicates: 0,
    late: false,
    startMarginMs: 0,
    earlyToleranceMs: 0,
    revisions: [],
  };
}

const byInstant = (a: Slot, b: Slot): number => a.instantMs - b.instantMs;
const keys = (slots: readonly Slot[]): string[] => slots.map(({ key }) => key).toSorted();

const command = fc.record({
  kind: fc.constantFrom("put", "put", "put", "delete"),
  owner: fc.constantFrom(...OWNERS),
  atMs: fc.integer({ min: 0, max: 12 }),
  state: fc.constantFrom<Slot["state"]>("expected", "expected", "met", "missed"),
  asks: fc.boolean(),
});

describe("a shelf of slots against a naive list", () => {
  test("finds by key, by owner and by instant, and the first expected one", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const shelf = new SlotShelf();
        const list = new Map<string, Slot>();
        for (const { kind, owner, atMs, state, asks } of commands) {
          const slot = slotAt(owner, atMs, state);
          if (kind === "put") {
            shelf.put(slot);
            list.set(slot.key, slot);
          } else {
            shelf.delete(slot.key);
            list.delete(slot.key);
          }
          const all = [...list.values()].toSorted(byInstant);
          const first = all.find((each) => each.state === "expected")?.instantMs;
          // What is asked for in between must not depend on having been asked before.
          if (asks) expect(shelf.firstExpectedMs()).toBe(first);
          expect(shelf.get(slot.key)).toBe(list.get(slot.key));
        }
        const all = [...list.values()].toSorted(byInstant);
        expect(shelf.firstExpectedMs()).toBe(all.find((each) => each.state === "expected")?.instantMs);
        expect(shelf.within(3, 8).map(({ instantMs }) => instantMs)).toEqual(
          all.map(({ instantMs }) => instantMs).filter((ms) => ms >= 3 && ms <= 8),
        );
        for (const owner of OWNERS) {
          const own = all.filter(({ instanceKey }) => instanceKey === owner);
          expect(shelf.ownedBy(owner).map(({ key }) => key)).toEqual(own.map(({ key }) => key));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("keeps every open slot and the newest closed ones, and says up to where it forgot", () => {
    const shelf = new SlotShelf();
    for (let ms = 0; ms < 40; ms += 1) shelf.put(slotAt("a", ms, ms % 10 === 0 ? "expected" : "met"));
    shelf.trim(6);
    expect(keys(shelf.within(0, 33))).toEqual(keys([0, 10, 20, 30].map((ms) => slotAt("a", ms, "expected"))));
    expect(shelf.within(34, 40)).toHaveLength(6);
    expect(shelf.forgottenMs).toBe(33);
  });
});
