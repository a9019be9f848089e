import type { Part } from "../lifecycle/part.ts";
import type { MonitorHealth } from "./monitor-health.ts";
import { monitorHealth } from "./monitor-health.ts";

/** The health of all parts as one; a part that could not start is down, for the reason that it gave. */
export function healthOfParts(parts: readonly Part[], failures: ReadonlyMap<Part, string>): MonitorHealth {
  const components = parts.flatMap((part) => {
    const failure = failures.get(part);
    if (failure === undefined) return part.health?.() ?? [];
    return [{ name: part.component, status: "down", reason: failure } as const];
  });
  return monitorHealth(components);
}
