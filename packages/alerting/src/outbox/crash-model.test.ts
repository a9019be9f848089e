import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { CrashingWorld, type Op, type Taken } from "../../test/support/crashing-world.ts";
import { MINUTE, SECOND } from "../../test/support/outbox-world.ts";
import { partsOf } from "./row.ts";

const group = fc.nat({ max: 2 });
const op = (waits: readonly number[]): fc.Arbitrary<Op> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("fire"), group, alert: fc.constant(0) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("resolve"), group, alert: fc.nat({ max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("repeat"), group, alert: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("escalate"), group }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("mode"),
        channel: fc.constant("a"),
        mode: fc.constantFrom("ok", "down", "busy", "refused", "gone"),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("mode"),
        channel: fc.constantFrom("b", "c", "d", "e"),
        mode: fc.constantFrom("ok", "down", "busy"),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("wait"), ms: fc.constantFrom(...waits) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("jump"), ms: fc.constantFrom(-10 * MINUTE, 10 * MINUTE) }) },
  ) as fc.Arbitrary<Op>;

/** Long enough for a probe of a broken channel; and short, where everything is played again for each of its points. */
const LONG = op([0, SECOND, MINUTE, 61 * MINUTE]);
const SHORT = op([0, SECOND, MINUTE]);

const firingIn = ({ row }: Taken): readonly string[] => partsOf(row).flatMap((part) => part.firing);
const resolvedIn = ({ row }: Taken): readonly string[] => partsOf(row).flatMap((part) => part.resolved);

/** What each channel must have heard in the end, if it honours ids. */
function judge(played: CrashingWorld): void {
  const heard = (names: string): readonly Taken[] => played.taken.filter(({ channel }) => names.includes(channel));
  const tellsFiring = (names: string, id: string): boolean =>
    heard(names).some((taken) => firingIn(taken).includes(id));
  const tellsOver = (names: string, id: string): boolean =>
    heard(names).some((taken) => resolvedIn(taken).includes(id));
  for (const [id, { told }] of played.alerts) {
    // Nothing is lost: the receiver's channels, or who took over, heard of it.
    for (const names of ["ab", "c", "e"])
      expect(tellsFiring(names, id) || tellsOver(names, id), `${names} of ${id}`).toBe(true);
    // Firing delivered, hence its end delivered, to fail-overs and escalated ones, too.
    for (const names of ["b", "c", "d"])
      if (tellsFiring(names, id)) expect(tellsOver(names, id), `${names}, end of ${id}`).toBe(true);
    if (tellsFiring("a", id)) expect(tellsOver("ab", id), `a, end of ${id}`).toBe(true);
    for (const name of ["a", "b", "c", "d", "e"]) {
      const order = heard(name).map((taken) => {
        if (firingIn(taken).includes(id)) return "f";
        return resolvedIn(taken).includes(id) ? "r" : "";
      });
      // A fail-over may hear of something for itself, and in what the other channel was not told yet and left to it.
      const times = name === "b" ? 2 : 1;
      expect(order.join(""), `${name}, ${id}`).toMatch(new RegExp(`^f{0,${told * times}}r{0,${times}}$`));
    }
  }
  for (const taken of heard("e")) expect(taken.row.message.reason).not.toBe("resolved");
  expect(played.unmarked).toEqual([]);
  expect(played.world.outbox.stats(played.world.nowMs)).toMatchObject({ waiting: 0, sending: 0, owed: 0 });
  for (const row of played.world.rows.values()) expect(["waiting", "sending", "expired"]).not.toContain(row.state);
}

describe("whatever happens, everybody hears of everything, in order, and of nothing twice", () => {
  test("without a crash, though the queue be full", () => {
    fc.assert(
      fc.property(fc.array(LONG, { maxLength: 40 }), fc.constantFrom(1, 2, 10_000), (ops, waiting) => {
        const played = new CrashingWorld(() => false, { waiting });
        played.play(ops);
        judge(played);
      }),
      { numRuns: 300 },
    );
  });

  test("killed once, at each single point of a scenario", () => {
    fc.assert(
      fc.property(fc.array(SHORT, { minLength: 5, maxLength: 12 }), (ops) => {
        const whole = new CrashingWorld(() => false);
        whole.play(ops);
        for (let crash = 1; crash <= whole.points; crash += 1) {
          const played = new CrashingWorld((point) => point === crash);
          played.play(ops);
          expect(played.crashes).toBe(1);
          judge(played);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("killed again and again, with digests", () => {
    const crashes = fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 30 });
    const limits = fc.record({ digestAbove: fc.constantFrom(1, 2, 20) });
    fc.assert(
      fc.property(fc.array(LONG, { maxLength: 40 }), crashes, limits, (ops, points, bounds) => {
        const at = new Set(points);
        const played = new CrashingWorld((point) => at.has(point), bounds);
        played.play(ops);
        judge(played);
      }),
      { numRuns: 300 },
    );
  });
});
