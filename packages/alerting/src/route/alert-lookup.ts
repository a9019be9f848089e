import type { Alert } from "../model/alert.ts";

/** What silences and inhibition read of an alert: its labels, then its traits; `""` where neither has the name. */
export function lookupOf(alert: Alert): (name: string) => string {
  return (name) => alert.labels[name] || alert.traits[name] || "";
}

/** Its data may be missing; it is over for nobody yet. */
export function isActive(alert: Alert): boolean {
  return alert.state === "firing" || alert.state === "stale";
}
