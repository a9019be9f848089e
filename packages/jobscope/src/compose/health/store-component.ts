import type { CoreThreadHealth } from "../../journey/http-thread/core-thread.ts";
import { timeDetail } from "./detail-values.ts";
import type { MonitorComponent } from "./monitor-component.ts";

export function storeComponent(health: CoreThreadHealth, maxBytes: number): MonitorComponent {
  const retention = health.status?.retention;
  const details = {
    bytes: retention?.bytes ?? 0,
    max_bytes: maxBytes,
    ...timeDetail("last_clean_up_time", retention?.lastRunMs),
  };
  const trouble = health.status?.trouble;
  if (trouble !== undefined) return { name: "store", status: "down", reason: trouble, details };
  if (retention?.trouble !== undefined) {
    return {
      name: "store",
      status: "degraded",
      reason: `old records cannot be deleted: ${retention.trouble}`,
      details,
    };
  }
  if (retention?.capped === true) {
    const reason = "the size limit makes records go before their time; raise store.maxBytes or shorten the retention";
    return { name: "store", status: "degraded", reason, details };
  }
  return { name: "store", status: "up", details };
}
