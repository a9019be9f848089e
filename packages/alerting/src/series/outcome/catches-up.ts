import type { Instance } from "@jobscope/tracker";

/** A process that beats is never this much behind, milliseconds, unless it could not reach us. */
const BEHIND_MS = 60_000;
/** Whoever has more to deliver goes on within this time, milliseconds; else what came is all there is. */
const LULL_MS = 15_000;

/** Whether what a process says is old and more follows at once: a backlog that drains, and no clock that is behind. */
export function catchesUp(instance: Instance, atMs: number): boolean {
  const { lastEventMs, lastReceivedMs, heartbeatIntervalMs, clockSkewMs, skewSteady } = instance;
  if (lastEventMs === undefined || heartbeatIntervalMs === 0 || atMs - lastReceivedMs >= LULL_MS) return false;
  const behindMs = lastReceivedMs - lastEventMs;
  return (skewSteady === true ? behindMs + Math.min(0, clockSkewMs) : behindMs) > BEHIND_MS;
}
