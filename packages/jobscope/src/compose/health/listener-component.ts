import type { ConnectionFigures } from "../listen/connection-book.ts";
import type { MonitorComponent } from "./monitor-component.ts";

export function listenerComponent(
  name: "otlp" | "api" | "api_listener",
  listening: boolean,
  connections?: ConnectionFigures,
): MonitorComponent {
  if (!listening) return { name, status: "down", reason: "it does not listen" };
  if (connections === undefined || connections.evicted + connections.refused === 0) return { name, status: "up" };
  const { open, evicted, refused } = connections;
  return {
    name,
    status: "up",
    details: { connections: open, evicted_connections: evicted, refused_connections: refused },
  };
}
