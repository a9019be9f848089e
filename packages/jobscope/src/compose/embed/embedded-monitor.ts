import type { StoreReader } from "@jobscope/store";

import type { MonitorComponent } from "../health/monitor-component.ts";
import { healthOfParts } from "../health/parts-health.ts";
import { toStartError } from "../to-start-error.ts";
import type { Attempt } from "./attempt.ts";

/** Pauses between tries to start what could not start, milliseconds; the last one stays. */
export const RETRY_PAUSES_MS: readonly number[] = [2_000, 5_000, 10_000, 30_000, 60_000];

export interface EmbeddedMonitorOptions {
  readonly createAttempt: () => Attempt;
  /** Told once for each reason. */
  readonly onFailure: (reason: string) => void;
  /** Called after each try that changed something. */
  readonly onTried: () => Promise<void>;
  readonly retryPausesMs?: readonly number[];
}

/**
 * The monitor in an application: tries to start it, again and again where it cannot, so that one that waits for the data
 * directory of another process takes over when that one ends.
 */
export class EmbeddedMonitor {
  readonly #options: EmbeddedMonitorOptions;
  #attempt: Attempt | undefined;
  #failure: string | undefined;
  #tries = 0;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;
  /** What is being done: nothing is begun before what was begun earlier has ended. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedMonitorOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#attempt !== undefined;
  }

  get ownOtlpAddress(): string | undefined {
    return this.#attempt?.otlp.ownAddress;
  }

  get reader(): StoreReader | undefined {
    return this.#attempt?.reader;
  }

  components(): readonly MonitorComponent[] {
    if (this.#attempt !== undefined) {
      return healthOfParts(this.#attempt.parts, this.#attempt.lifecycle.failures).components;
    }
    return [{ name: "core", status: "down", reason: this.#failure ?? "it has not been started" }];
  }

  start(): Promise<void> {
    this.#isWanted = true;
    this.#tries = 0;
    return this.#next(() => this.#try());
  }

  /** Resolves to what did not stop in order. */
  async stop(): Promise<readonly string[]> {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    let problems: readonly string[] = [];
    await this.#next(async () => {
      problems = (await this.#attempt?.lifecycle.stop())?.problems ?? [];
      this.#attempt = undefined;
      this.#failure = undefined;
    });
    return problems;
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step);
    return this.#work;
  }

  async #try(): Promise<void> {
    if (!this.#isWanted) return;
    if (this.#attempt === undefined) await this.#begin();
    else await this.#attempt.lifecycle.retry();
    await this.#options.onTried();
    this.#planNext();
  }

  async #begin(): Promise<void> {
    let attempt: Attempt | undefined;
    try {
      attempt = this.#options.createAttempt();
      await attempt.lifecycle.start(attempt.parts);
      this.#attempt = attempt;
      this.#failure = undefined;
      this.#tries = 0;
    } catch (error) {
      await attempt?.lifecycle.stop();
      const reason = toStartError(error).message;
      if (reason !== this.#failure) this.#options.onFailure(reason);
      this.#failure = reason;
    }
  }

  #planNext(): void {
    const isWhole = this.#attempt !== undefined && this.#attempt.lifecycle.failures.size === 0;
    if (isWhole || !this.#isWanted) return;
    const pauses = this.#options.retryPausesMs ?? RETRY_PAUSES_MS;
    const pauseMs = pauses[Math.min(this.#tries++, pauses.length - 1)] ?? 0;
    this.#timer = setTimeout(() => void this.#next(() => this.#try()), pauseMs).unref();
  }
}
