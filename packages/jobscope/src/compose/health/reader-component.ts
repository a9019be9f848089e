import type { ReadThreadHealth } from "../../journey/http-thread/read-thread.ts";
import type { MonitorComponent } from "./monitor-component.ts";
import { notRunning } from "./not-running.ts";

export function readerComponent(health: ReadThreadHealth): MonitorComponent {
  const details = { waiting_questions: health.waiting, restarts: health.restarts };
  const down = notRunning(health);
  return down === undefined
    ? { name: "reader", status: "up", details }
    : { name: "reader", status: "down", reason: down, details };
}
