import type { ComponentStatus, MonitorComponent } from "./monitor-component.ts";

export interface MonitorHealth {
  /** Names this monitor, from its start to its stop, in its own log lines. */
  readonly monitorId?: string;
  readonly status: ComponentStatus;
  readonly components: readonly MonitorComponent[];
}

/** Without one of these, records are lost to the sender. */
const VITAL: ReadonlySet<MonitorComponent["name"]> = new Set(["configuration", "data", "otlp", "core", "store"]);

/** The whole is as bad as its worst part, but nothing is "down" as long as records are taken and stored. */
export function monitorHealth(components: readonly MonitorComponent[]): MonitorHealth {
  const vitalDown = components.some(({ name, status }) => status === "down" && VITAL.has(name));
  const allUp = components.every(({ status }) => status === "up");
  return { status: vitalDown ? "down" : allUp ? "up" : "degraded", components };
}
