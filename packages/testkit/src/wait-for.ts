import { setTimeout as sleep } from "node:timers/promises";

/** Asks until the answer is yes. @throws Error that names what was awaited, once `timeoutMs` have passed. */
export async function waitFor(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs: number = 30_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await sleep(25);
  }
}
