import { describe, expect, test } from "vitest";

import { leakIn } from "../score/leak.ts";
import { leavesOf } from "../score/leaves.ts";
import { GROUPS } from "./case.ts";
import { CASES } from "./cases.ts";

describe("the corpus", () => {
  test("has at least 1,200 cases, and 25 of each sign in every group", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(1200);
    for (const group of GROUPS) {
      const own = CASES.filter((one) => one.group === group);
      expect(own.filter(({ negative }) => negative).length, group).toBeGreaterThanOrEqual(25);
      expect(own.filter(({ negative }) => !negative).length, group).toBeGreaterThanOrEqual(25);
    }
  });

  test("names every case once", () => {
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
    const texts = CASES.flatMap(({ text }) => text ?? []);
    const twice = texts.filter((text, i) => texts.indexOf(text) !== i);
    expect(twice).toEqual([]);
  });

  test("holds every secret before and in the parts that must stay no run of one", () => {
    // Where nothing is replaced, every text case must leak, or it could not fail.
    const blind = CASES.filter(({ negative, text }) => !negative && text !== undefined).filter(({ text, secrets }) =>
      secrets.some((secret) => leakIn([text ?? ""], secret) === undefined),
    );
    expect(blind.map(({ id }) => id)).toEqual([]);
    const unfair = CASES.filter(({ keep, secrets }) => secrets.some((secret) => leakIn(keep, secret) !== undefined));
    expect(unfair.map(({ id, keep }) => [id, keep])).toEqual([]);
  });

  test("finds what values of any shape hold", () => {
    const blind = CASES.filter(
      ({ negative, value, secrets, tags }) =>
        !negative &&
        value !== undefined &&
        // What only code could get at: private fields, second readings, results of functions.
        !/toJSON|getter|throwing|generator|inherited/u.test(tags.join()) &&
        secrets.some((secret) => leakIn(leavesOf(value()), secret) === undefined),
    );
    expect(blind.map(({ id, tags }) => [id, tags])).toEqual([]);
  });
});
