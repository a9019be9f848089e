export type ComponentStatus = "up" | "degraded" | "down";

/** One part of the monitor, as the health page shows it. */
export interface MonitorComponent {
  readonly name:
    | "configuration"
    | "data"
    | "otlp"
    | "core"
    | "store"
    | "reader"
    | "access"
    | "api"
    | "api_listener"
    | "alerting"
    | "instrumentation";
  readonly status: ComponentStatus;
  /** For people: why it is not up. */
  readonly reason?: string;
  /** Since when the status is this one, epoch milliseconds. */
  readonly sinceMs?: number;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}
