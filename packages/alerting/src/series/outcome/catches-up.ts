import type { Instance } from "@jobscope/tracker";

/** What arrives so long after it happened, milliseconds, was kept by somebody, or comes from a clock that is behind. */
const BEHIND_MS = 60_000;
/** Whoever has more to deliver goes on within this time, milliseconds; else what came is all there is. */
const LULL_MS = 15_000;
/** A clock that is behind is told from a backlog after this time, milliseconds. */
const WATCH_MS = 5_000;

/** Since when a process is behind: when its first old record was received, and when that happened. */
export interface Behind {
  readonly receivedMs: number;
  readonly eventMs: number;
}

/** With the next record of the process; undefined where it is not behind. */
export function behindOf(before: Behind | undefined, instance: Instance): Behind | undefined {
  const { lastEventMs, lastReceivedMs } = instance;
  if (lastEventMs === undefined || lastReceivedMs - lastEventMs <= BEHIND_MS) return undefined;
  return before ?? { receivedMs: lastReceivedMs, eventMs: lastEventMs };
}

/** Whether more follows at once that is newer: in a backlog that drains, hours pass in seconds. */
export function catchesUp(behind: Behind | undefined, instance: Instance, atMs: number): boolean {
  const { lastEventMs, lastReceivedMs } = instance;
  if (behind === undefined || lastEventMs === undefined || atMs - lastReceivedMs >= LULL_MS) return false;
  const passedMs = lastReceivedMs - behind.receivedMs;
  return passedMs < WATCH_MS || lastEventMs - behind.eventMs > 2 * passedMs;
}
