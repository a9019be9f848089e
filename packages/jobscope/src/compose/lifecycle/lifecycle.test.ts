import { expect, it } from "vitest";

import { Lifecycle } from "./lifecycle.ts";
import type { LifecycleEvent, LifecycleOptions } from "./lifecycle.ts";
import type { Part } from "./part.ts";

const part = (name: string, does: Partial<Pick<Part, "start" | "stop">> = {}): Part => ({
  name,
  component: "core",
  start: () => {},
  ...does,
});

function recorded(options: LifecycleOptions = {}): {
  readonly lifecycle: Lifecycle;
  readonly lines: readonly string[];
} {
  const lines: string[] = [];
  const onEvent = ({ kind, part: name, reason }: LifecycleEvent): void =>
    void lines.push([kind, name, reason].filter((word) => word !== undefined).join(" "));
  return { lifecycle: new Lifecycle({ onEvent, ...options }), lines };
}

const later = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

it("starts in order and stops in reverse, one after the other, and tells of each", async () => {
  const order: string[] = [];
  const logged = (name: string): Part =>
    part(name, {
      start: async () => {
        await later();
        order.push(`+${name}`);
      },
      stop: async () => {
        await later();
        order.push(`-${name}`);
      },
    });
  const { lifecycle, lines } = recorded();
  await lifecycle.start([logged("a"), logged("b"), part("c")]);
  expect(await lifecycle.stop()).toEqual({ problems: [] });
  expect(order).toEqual(["+a", "+b", "-b", "-a"]);
  expect(lines).toEqual(["started a", "started b", "started c", "stopped c", "stopped b", "stopped a"]);
  expect(await lifecycle.stop()).toEqual({ problems: [] });
  expect(order).toHaveLength(4);
});

it("starts nothing behind a part that fails, and stops only what runs", async () => {
  const { lifecycle, lines } = recorded();
  const failing = part("store", {
    start: () => Promise.reject(new Error("disk gone")),
    stop: () => Promise.reject(new Error("never started")),
  });
  await expect(lifecycle.start([part("lock"), failing, part("listener")])).rejects.toThrow("disk gone");
  expect(await lifecycle.stop()).toEqual({ problems: [] });
  expect(lines).toEqual(["started lock", "start_failed store disk gone", "stopped lock"]);
});

it("goes on without a part whose failure is tolerated, and starts it when it can", async () => {
  let broken = true;
  const reader = part("reader", {
    start: () => {
      if (broken) throw new Error("no thread");
    },
  });
  const { lifecycle, lines } = recorded({ tolerates: ({ vital }) => vital !== true });
  await lifecycle.start([part("lock"), reader, part("listener")]);
  expect([...lifecycle.failures]).toEqual([[reader, "no thread"]]);
  await lifecycle.retry();
  expect(lifecycle.failures.size).toBe(1);
  broken = false;
  await lifecycle.retry();
  expect(lifecycle.failures.size).toBe(0);
  await lifecycle.stop();
  // What came late goes first.
  expect(lines.slice(-3)).toEqual(["stopped reader", "stopped listener", "stopped lock"]);
});

it("skips nothing because another part fails or hangs", async () => {
  const order: string[] = [];
  const { lifecycle, lines } = recorded({ stepMs: 20 });
  await lifecycle.start([
    part("lock", { stop: () => void order.push("lock") }),
    part("store", {
      stop: () => {
        throw new Error("disk gone");
      },
    }),
    part("listener", { stop: () => new Promise(() => {}) }),
  ]);
  const { problems } = await lifecycle.stop();
  expect(problems).toEqual(["listener did not stop within 0.02 s", "store failed to stop: disk gone"]);
  expect(order).toEqual(["lock"]);
  expect(lines.slice(-3)).toEqual([
    "stop_failed listener listener did not stop within 0.02 s",
    "stop_failed store store failed to stop: disk gone",
    "stopped lock",
  ]);
});
