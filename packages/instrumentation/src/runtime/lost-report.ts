import { writeSync } from "node:fs";

import type { DroppedSignal } from "../record/drops.ts";
import { drops } from "../record/drops.ts";
import { guarded } from "../record/guard.ts";
import { cleanText } from "../record/outgoing.ts";
import type { Settings } from "./settings.ts";

/** Records by what they are: job events and log lines travel as logs. */
export type SignalCounts = Readonly<Record<DroppedSignal, number>>;

const NOUNS: Readonly<Record<DroppedSignal, string>> = {
  events: "job event",
  logs: "log line",
  traces: "span",
  metrics: "metric point",
};

/** Who takes what; in the order in which it is told. */
const RECEIVERS = [
  { signal: "logs", takes: ["events", "logs"] },
  { signal: "traces", takes: ["traces"] },
  { signal: "metrics", takes: ["metrics"] },
] as const;

/** What was not delivered, for people: `7 job events and 1 span`, each with where it was to go; "" where nothing is. */
export function describeLost(counts: SignalCounts, settings: Pick<Settings, "logs" | "traces" | "metrics">): string {
  const parts = RECEIVERS.flatMap(({ signal, takes }) => {
    const lost = takes.filter((kind) => counts[kind] > 0);
    const what = lost.map((kind) => `${counts[kind]} ${NOUNS[kind]}${counts[kind] === 1 ? "" : "s"}`);
    return what.length === 0 ? [] : [`${what.join(" and ")} to ${cleanText(settings[signal].url)}`];
  });
  return parts.join(", ");
}

/** The last word of a process whose telemetry could not be delivered: what waits, and what was given up before. */
export function reportLost(unsent: SignalCounts, settings: Settings): void {
  guarded("reporting what was lost", () => {
    const counts = { ...unsent };
    for (const { signal, count } of drops.counts.values()) counts[signal] += count;
    const lost = describeLost(counts, settings);
    if (lost !== "") writeSync(2, `jobscope: could not deliver before the process ended: ${lost}\n`);
  });
}
