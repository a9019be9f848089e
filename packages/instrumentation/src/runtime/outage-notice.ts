import { diag } from "@opentelemetry/api";

import { cleanText } from "../record/outgoing.ts";
import { monotonicMs } from "../record/real-clock.ts";

const TELL_AFTER_MS = 60_000;

/** Says once per outage, in OpenTelemetry's diagnostics, that the receiver takes no job events for a minute. */
export class OutageNotice {
  readonly #url: string;
  readonly #now: () => number;
  #failingSinceMs: number | undefined;
  #told = false;

  /** `now`: milliseconds of a monotonic clock. */
  constructor(url: string, now: () => number = monotonicMs) {
    this.#url = url;
    this.#now = now;
  }

  failed(reason: string): void {
    this.#failingSinceMs ??= this.#now();
    const seconds = Math.floor((this.#now() - this.#failingSinceMs) / 1000);
    if (this.#told || seconds * 1000 < TELL_AFTER_MS) return;
    this.#told = true;
    diag.warn(
      `jobscope: ${cleanText(this.#url)} has taken no job events for ${seconds} s (${cleanText(reason)}). They wait in memory, up to 8 MB, and ` +
        "are sent once it answers; the exporter's endpoint is set by OTEL_EXPORTER_OTLP_ENDPOINT",
    );
  }

  reached(): void {
    this.#failingSinceMs = undefined;
    this.#told = false;
  }
}
