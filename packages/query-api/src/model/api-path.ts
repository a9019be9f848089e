/** Everything of the API lies below this path. */
export const API_PREFIX = "/api/scheduler-monitoring";

/** Path of one resource. An id holds `%` escapes of its own, so it is encoded once more. */
export function resourcePath(collection: "jobs" | "runs" | "alerts" | "errors", id: string): string {
  return `${API_PREFIX}/${collection}/${encodeURIComponent(id)}`;
}
