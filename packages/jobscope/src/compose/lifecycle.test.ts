import { expect, it } from "vitest";

import { Lifecycle } from "./lifecycle.ts";

it("stops in reverse order, one after the other", async () => {
  const order: string[] = [];
  const lifecycle = new Lifecycle();
  lifecycle.started("a", () => void order.push("a"));
  lifecycle.started("b", async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push("b");
  });
  expect(await lifecycle.stop()).toEqual({ problems: [] });
  expect(order).toEqual(["b", "a"]);
  expect(await lifecycle.stop()).toEqual({ problems: [] });
  expect(order).toEqual(["b", "a"]);
});

it("skips nothing because another part fails or hangs", async () => {
  const order: string[] = [];
  const lifecycle = new Lifecycle(20);
  lifecycle.started("lock", () => void order.push("lock"));
  lifecycle.started("store", () => {
    throw new Error("disk gone");
  });
  lifecycle.started("listener", () => new Promise(() => {}));
  const { problems } = await lifecycle.stop();
  expect(problems).toEqual(["listener did not stop within 0.02 s", "store failed to stop: disk gone"]);
  expect(order).toEqual(["lock"]);
});
