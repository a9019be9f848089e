import { shared } from "./shared.ts";

export type DroppedSignal = "traces" | "metrics" | "logs" | "events";

/** Telemetry that this process dropped, by signal and reason; exported as `job.telemetry.dropped`. */
export interface Drops {
  readonly counts: Map<string, { readonly signal: DroppedSignal; readonly reason: string; count: number }>;
  total: number;
}

export const drops: Drops = shared("drops", () => ({ counts: new Map(), total: 0 }));

export function countDropped(signal: DroppedSignal, reason: string, count = 1): void {
  if (count <= 0) return;
  const key = `${signal} ${reason}`;
  const entry = drops.counts.get(key) ?? { signal, reason, count: 0 };
  entry.count += count;
  drops.counts.set(key, entry);
  drops.total += count;
}
