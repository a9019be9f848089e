import type { JobscopeHandle, StartOptions } from "@jobscope/instrumentation";

import { OWN_TOKEN } from "../access/own-token.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";
import type { Part } from "../part.ts";

export interface OwnInstrumentationOptions {
  readonly options: StartOptions;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: a collector, where the operator of the application has set one. */
  readonly environmentEndpoint: string | undefined;
  /** Where the monitor listens for this process. */
  readonly ownAddress: () => string | undefined;
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
    const { options, environmentEndpoint, ownAddress } = this.#options;
    const named = options.endpoint ?? environmentEndpoint;
    const own = ownAddress();
    const endpoint = named ?? own;
    if (endpoint === undefined) throw new Error("there is no address yet to which it could send");
    const start = await loadStart();
    this.#isOurs = named === undefined;
    this.#endpoint = endpoint;
    const headers = { ...options.headers, authorization: `Bearer ${OWN_TOKEN}` };
    this.#handle = start({ ...options, ...(this.#isOurs && { endpoint, headers }) });
  }

  async stop(): Promise<void> {
    await this.#handle?.shutdown();
    this.#handle = undefined;
  }

  health(): readonly MonitorComponent[] {
    const details = { endpoint: this.#endpoint };
    const own = this.#options.ownAddress();
    if (!this.#isOurs || own === undefined || own === this.#endpoint) {
      return [{ name: "instrumentation", status: "up", details }];
    }
    const reason = `it sends to ${this.#endpoint}, while this monitor listens on ${own}; a stop and a start mend it`;
    return [{ name: "instrumentation", status: "degraded", reason, details }];
  }
}

/** Loaded only where it is wanted: a monitor of its own observes no jobs, and has no OpenTelemetry SDK in memory. */
async function loadStart(): Promise<(options: StartOptions) => JobscopeHandle> {
  try {
    const { start } = await import("@jobscope/instrumentation");
    return start;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `@jobscope/instrumentation cannot be loaded (${reason}); install it with @opentelemetry/api, or give instrumentation: false`,
      { cause: error },
    );
  }
}
