import type { ToCore } from "../core-worker/core-protocol.ts";

const PULSE_MS = 1_000;
/** A worker that has not answered a pulse for this long is ended and replaced. */
export const HUNG_AFTER_MS = 120_000;

export interface CorePulseOptions {
  /** Default {@link HUNG_AFTER_MS}. */
  readonly hungAfterMs: number | undefined;
  /** False where there is no worker to take it. */
  readonly post: (message: ToCore) => boolean;
  readonly onHung: (reason: string) => void;
}

/** Asks the core every second whether it is there: how far behind it is, and whether it hangs. */
export class CorePulse {
  readonly #options: CorePulseOptions;
  #pulse: { readonly id: number; readonly sentMs: number } | undefined;
  #nextId = 1;
  #lagMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CorePulseOptions) {
    this.#options = options;
  }

  /** How long the newest pulse waited for its answer, or has been waiting, milliseconds. */
  get lagMs(): number {
    return this.#pulse === undefined ? this.#lagMs : Math.max(this.#lagMs, performance.now() - this.#pulse.sentMs);
  }

  start(): void {
    this.#send();
    // Neither this nor the next worker keeps alive a process that has nothing else to do.
    this.#timer = setInterval(() => this.#send(), PULSE_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  answered(id: number): void {
    if (this.#pulse?.id !== id) return;
    this.#lagMs = performance.now() - this.#pulse.sentMs;
    this.#pulse = undefined;
  }

  /** The worker that had it has ended. */
  abandon(): void {
    this.#pulse = undefined;
  }

  #send(): void {
    const { hungAfterMs = HUNG_AFTER_MS, post, onHung } = this.#options;
    if (this.#pulse !== undefined && performance.now() - this.#pulse.sentMs > hungAfterMs) {
      this.#pulse = undefined;
      return onHung(`it did not answer for ${hungAfterMs / 1_000} s`);
    }
    const id = this.#nextId++;
    const sentMs = performance.now();
    // An unanswered pulse stays the one that is timed; the others only tell the worker that we live.
    if (post({ kind: "pulse", id })) this.#pulse ??= { id, sentMs };
  }
}
