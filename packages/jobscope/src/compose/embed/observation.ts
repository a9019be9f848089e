import type { JobscopeHandle, StartOptions } from "@jobscope/instrumentation";

import { formatAddress } from "../../config/settings/address.ts";
import type { Address } from "../../config/settings/address.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";
import { healthOfParts } from "../health/parts-health.ts";
import { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LifecycleEvent } from "../lifecycle/lifecycle.ts";
import { OwnInstrumentationPart } from "./own-instrumentation.ts";

export interface ObservationOptions {
  readonly options: StartOptions;
  readonly environmentEndpoint: string | undefined;
  /** The configured address; undefined where nobody else may send. */
  readonly otlp: Address | undefined;
  /** Where the monitor of this process listens for it; undefined while it does not. */
  readonly ownAddress: () => string | undefined;
  readonly dataDir: string;
  readonly onLifecycle: (event: LifecycleEvent) => void;
}

/** How this process observes itself: begun once, with the monitor or without, since another process may have the data. */
export class Observation {
  readonly #part: OwnInstrumentationPart;
  readonly #lifecycle: Lifecycle;
  #isBegun = false;

  constructor({ otlp, onLifecycle, ...options }: ObservationOptions) {
    // Where this monitor waits for another process to give the data directory free, that process listens there.
    const elsewhere = otlp === undefined || otlp.port === 0 ? undefined : `http://${formatAddress(otlp)}`;
    this.#part = new OwnInstrumentationPart({ ...options, elsewhere });
    this.#lifecycle = new Lifecycle({ onEvent: onLifecycle, tolerates: () => true });
  }

  get handle(): JobscopeHandle | undefined {
    return this.#part.handle;
  }

  /** Again where it could not, nothing where it has. */
  async start(): Promise<void> {
    if (this.#isBegun) return this.#lifecycle.retry();
    this.#isBegun = true;
    await this.#lifecycle.start([this.#part]);
  }

  async stop(): Promise<readonly string[]> {
    this.#isBegun = false;
    return (await this.#lifecycle.stop()).problems;
  }

  components(): readonly MonitorComponent[] {
    return this.#isBegun ? healthOfParts([this.#part], this.#lifecycle.failures).components : [];
  }
}
