import { setImmediate } from "node:timers/promises";

/** The thread is one for all, whatever monitors there are on it. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Waits for a turn of the event loop that no other answer has. Answers are shaped and written in one go each: those that come
 * at once would else be made one right after the other, and what else the application does would wait for all of them.
 */
export function ownTurn(): Promise<unknown> {
  last = last.then(() => setImmediate());
  return last;
}
