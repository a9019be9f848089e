import type { FakeClock } from "../support/fake-clock.ts";

/** What happens to some jobs of one library, on a fake clock. */
export type Timeline = (clock: FakeClock) => Promise<void>;

export type Timelines = Readonly<Record<string, Timeline>>;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const EVERY_SECOND = "* * * * * *";

/** A job that blocks the event loop at its second run. */
export function blockAtSecondRun(clock: FakeClock, ms: number): () => void {
  let runs = 0;
  return function blocking() {
    if (++runs === 2) clock.jump(ms);
  };
}

/** Ends when the clock has gone on by `ms`. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
