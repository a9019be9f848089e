import { setImmediate } from "node:timers/promises";

import { expect, it } from "vitest";

import { ownTurn } from "./own-turn.ts";

it("lets others have their turn between two answers", async () => {
  const order: string[] = [];
  const answers = ["a", "b", "c"].map(async (name) => {
    await ownTurn();
    order.push(name);
  });
  const others = (async () => {
    while (order.length < 5) {
      await setImmediate();
      order.push("-");
    }
  })();
  await Promise.all([...answers, others]);
  expect(order.join("").replaceAll(/-+/g, "-")).toMatch(/^-?a-b-c/);
});
