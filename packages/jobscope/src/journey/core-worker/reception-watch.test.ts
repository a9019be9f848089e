import { expect, it } from "vitest";

import { ReceptionWatch } from "./reception-watch.ts";

function watchWith(): { watch: ReceptionWatch; pass: (wallMs: number, monotonicMs?: number) => void } {
  const at = { wall: 1_000_000, monotonic: 500 };
  return {
    watch: new ReceptionWatch({ nowMs: () => at.wall, monotonicMs: () => at.monotonic }),
    pass: (wallMs, monotonicMs = wallMs) => {
      at.wall += wallMs;
      at.monotonic += monotonicMs;
    },
  };
}

it("is calm while time passes in small steps", () => {
  const { watch, pass } = watchWith();
  for (let i = 0; i < 100; i++) {
    pass(1_000);
    watch.pulse();
    expect(watch.interrupted()).toBe(false);
  }
});

it("notices a blocked process once", () => {
  const { watch, pass } = watchWith();
  pass(60_000);
  expect(watch.interrupted()).toBe(true);
  watch.pulse();
  expect(watch.interrupted()).toBe(false);
});

it("notices a suspended host, whose monotonic clock stood still", () => {
  const { watch, pass } = watchWith();
  pass(8 * 3_600_000, 10);
  watch.pulse();
  expect(watch.interrupted()).toBe(true);
  expect(watch.interrupted()).toBe(false);
});

it("notices a receiving thread that is silent, for as long as it is", () => {
  const { watch, pass } = watchWith();
  for (let i = 0; i < 5; i++) {
    pass(1_000);
    expect(watch.interrupted()).toBe(false);
  }
  pass(1_000);
  expect(watch.interrupted()).toBe(true);
  expect(watch.interrupted()).toBe(true);
  watch.pulse();
  expect(watch.interrupted()).toBe(false);
});

it("takes a clock that is set back for no interruption", () => {
  const { watch, pass } = watchWith();
  pass(-3_600_000, 1_000);
  watch.pulse();
  expect(watch.interrupted()).toBe(false);
});
