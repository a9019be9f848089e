import type { MonitorComponent } from "./monitor-component.ts";

export function listenerComponent(name: "otlp" | "api" | "api_listener", listening: boolean): MonitorComponent {
  return listening ? { name, status: "up" } : { name, status: "down", reason: "it does not listen" };
}
