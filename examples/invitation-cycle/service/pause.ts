import { setTimeout as sleep } from "node:timers/promises";

/** Stands for work that waits on something else, in milliseconds. */
export async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds);
}

/** Stands for work that computes without a break: the event loop is blocked, in milliseconds. */
export function block(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}
