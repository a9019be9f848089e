import type { MonitorComponent } from "../health/monitor-component.ts";

/** One thing that is started and stopped, and says how it is. The order of their list is the order of their start. */
export interface Part {
  /** For log lines: `core`, `OTLP receiver`. */
  readonly name: string;
  /** What of the health page is down where it does not start. */
  readonly component: MonitorComponent["name"];
  /** Without it nothing that follows it in the list can work. */
  readonly vital?: true;
  /** Rejects where it cannot start; it can be asked again then, and nothing of it runs. */
  start(): Promise<void> | void;
  /** Called only after a start that succeeded. */
  stop?(): Promise<unknown> | void;
  /** Absent where there is nothing to say of it while it runs. */
  health?(): readonly MonitorComponent[];
}
