import type { MonitorComponent } from "./monitor-component.ts";
import type { MonitorHealth } from "./monitor-health.ts";

/** How often it is looked whether a status changed, milliseconds. */
const LOOK_EVERY_MS = 1_000;

export interface HealthWatchOptions {
  readonly read: () => MonitorHealth;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: () => number;
  /** Told when the status of the whole or of a component is another than at the look before. */
  readonly onChange?: (health: MonitorHealth) => void;
}

interface Seen {
  readonly status: MonitorComponent["status"];
  readonly sinceMs: number;
}

/** Knows since when each component has been as it is. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  #seen: ReadonlyMap<string, Seen> = new Map();
  #status: MonitorHealth["status"] | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  start(): void {
    // The watch of a process must not be what keeps it alive.
    this.#timer ??= setInterval(() => this.current(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  current(): MonitorHealth {
    const { status, components, ...rest } = this.#options.read();
    const seen = new Map(components.map((component) => [component.name, this.#look(component)]));
    const same =
      status === this.#status &&
      seen.size === this.#seen.size &&
      [...seen].every(([name, { status: now }]) => this.#seen.get(name)?.status === now);
    const isFirst = this.#status === undefined;
    this.#seen = seen;
    this.#status = status;
    const health: MonitorHealth = {
      ...rest,
      status,
      components: components.map((component) => ({ ...component, sinceMs: seen.get(component.name)?.sinceMs ?? 0 })),
    };
    if (!same && !isFirst) this.#options.onChange?.(health);
    return health;
  }

  #look({ name, status }: MonitorComponent): Seen {
    const before = this.#seen.get(name);
    return before?.status === status ? before : { status, sinceMs: this.#options.nowMs() };
  }
}
