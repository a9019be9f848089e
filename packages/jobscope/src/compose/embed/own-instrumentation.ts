import type { JobscopeHandle, StartOptions } from "@jobscope/instrumentation";

import { messageOf } from "../../config/error-text.ts";
import { OWN_TOKEN } from "../access/own-token.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";
import type { Part } from "../lifecycle/part.ts";
import { keepUnsent } from "./unsent-box.ts";

export interface OwnInstrumentationOptions {
  readonly options: StartOptions;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: a collector, where the operator of the application has set one. */
  readonly environmentEndpoint: string | undefined;
  /** Where the monitor of this process listens for it; undefined while it does not. */
  readonly ownAddress: () => string | undefined;
  /** Where that of another process listens, while that one has the data directory. */
  readonly elsewhere: string | undefined;
  readonly dataDir: string;
}

/** The instrumentation of this very process, sending to the monitor that runs in it. */
export class OwnInstrumentationPart implements Part {
  readonly name = "own instrumentation";
  readonly component = "instrumentation";
  readonly #options: OwnInstrumentationOptions;
  #handle: JobscopeHandle | undefined;
  #endpoint = "";
  #isOurs = false;

  constructor(options: OwnInstrumentationOptions) {
    this.#options = options;
  }

  get handle(): JobscopeHandle | undefined {
    return this.#handle;
  }

  async start(): Promise<void> {
    const { options, environmentEndpoint } = this.#options;
    const named = options.endpoint ?? environmentEndpoint;
    const endpoint = named ?? this.#address();
    if (endpoint === undefined) throw new Error("there is no address yet to which it could send");
    const start = await loadStart();
    this.#isOurs = named === undefined;
    this.#endpoint = endpoint;
    this.#handle = start(this.#isOurs ? this.#towardsOurs(endpoint) : options);
  }

  async stop(): Promise<void> {
    await this.#handle?.shutdown();
    this.#handle = undefined;
  }

  health(): readonly MonitorComponent[] {
    const details = { endpoint: this.#endpoint };
    const own = this.#address();
    if (!this.#isOurs || own === undefined || own === this.#endpoint) {
      return [{ name: "instrumentation", status: "up", details }];
    }
    const reason = `it sends to ${this.#endpoint}, while this monitor listens on ${own}; a stop and a start mend it`;
    return [{ name: "instrumentation", status: "degraded", reason, details }];
  }

  #address(): string | undefined {
    return this.#options.ownAddress() ?? this.#options.elsewhere;
  }

  #towardsOurs(endpoint: string): StartOptions {
    const { options, ownAddress, dataDir } = this.#options;
    const authorization = `Bearer ${OWN_TOKEN}`;
    return {
      ...options,
      endpoint,
      // Only our own monitor knows it.
      ...(ownAddress() !== undefined && { headers: { ...options.headers, authorization } }),
      keepUnsent: (telemetry) => ownAddress() !== undefined && keepUnsent(dataDir, telemetry),
    };
  }
}

/** Loaded only where it is wanted: a monitor of its own observes no jobs, and has no OpenTelemetry SDK in memory. */
async function loadStart(): Promise<(options: StartOptions) => JobscopeHandle> {
  try {
    const { start } = await import("@jobscope/instrumentation");
    return start;
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(
      `@jobscope/instrumentation cannot be loaded (${reason}); install it with @opentelemetry/api, or give instrumentation: false`,
      { cause: error },
    );
  }
}
