import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";

import type { HealthCheck, HealthCheckOptions } from "../model/monitor.ts";
import type { Verdict } from "../record/components.ts";
import { GOOD } from "../record/components.ts";
import { failureOf } from "../record/failure.ts";
import { after, cancel, monotonicMs } from "../record/real-clock.ts";

const DEFAULT_INTERVAL = 15;
const DEFAULT_TIMEOUT = 5;
const MIN_INTERVAL = 1;
const MIN_TIMEOUT = 0.05;
/** A call that never ends must not keep a recovery from being noticed; so many may be left behind. */
const MAX_LEFT_BEHIND = 3;
const LEAVE_AFTER_TIMEOUTS = 10;
const LEAVE_AFTER_MS = 60_000;

/** A query every 15 s would fill any backend with traces of nothing. */
const UNTRACED = suppressTracing(ROOT_CONTEXT);

const RETURNED_FALSE: Verdict = { healthy: false, errorType: "unhealthy", message: "the health check returned false" };

/** Calls one health check when it is due, never while an earlier call of it runs. */
export class Check {
  readonly #check: HealthCheck;
  readonly #verdict: (verdict: Verdict) => void;
  readonly #intervalMs: number;
  readonly #timeoutMs: number;
  #running = false;
  #leftBehind = 0;
  #dueMs = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(check: HealthCheck, options: HealthCheckOptions, verdict: (verdict: Verdict) => void) {
    this.#check = check;
    this.#verdict = verdict;
    this.#intervalMs = atLeast(MIN_INTERVAL, options.interval ?? DEFAULT_INTERVAL) * 1000;
    this.#timeoutMs = atLeast(MIN_TIMEOUT, options.timeout ?? DEFAULT_TIMEOUT) * 1000;
  }

  /** Its verdict no longer counts. */
  stop(): void {
    this.#stopped = true;
  }

  readonly startIfDue = (): void => {
    if (this.#stopped || this.#running || monotonicMs() < this.#dueMs) return;
    this.#running = true;
    void this.#call();
  };

  async #call(): Promise<void> {
    const aborter = new AbortController();
    let open = true;
    const conclude = (verdict: Verdict): void => {
      if (!open) return;
      open = false;
      if (!this.#stopped) this.#verdict(verdict);
    };
    const timer = after(this.#timeoutMs, () => {
      conclude(timedOut(this.#timeoutMs));
      aborter.abort();
    });
    const leave = this.#leaveLater();
    try {
      const answer: unknown = await context.with(UNTRACED, () => this.#check(aborter.signal));
      conclude(answer === false ? RETURNED_FALSE : GOOD);
    } catch (error) {
      const { type, message } = failureOf(error);
      conclude({ healthy: false, errorType: type, message });
    } finally {
      cancel(timer);
      leave.ended();
    }
  }

  /** Frees the place of a call that outlives all patience; at its end it takes nobody's place any more. */
  #leaveLater(): { readonly ended: () => void } {
    let left = false;
    const timer = after(this.#timeoutMs * LEAVE_AFTER_TIMEOUTS + LEAVE_AFTER_MS, () => {
      if (this.#leftBehind >= MAX_LEFT_BEHIND) return;
      left = true;
      this.#leftBehind++;
      this.#free();
    });
    return {
      ended: () => {
        cancel(timer);
        if (left) this.#leftBehind--;
        else this.#free();
      },
    };
  }

  #free(): void {
    this.#running = false;
    this.#dueMs = monotonicMs() + this.#intervalMs;
  }
}

const atLeast = (least: number, given: number): number => (given > least ? given : least);

const timedOut = (timeoutMs: number): Verdict => ({
  healthy: false,
  errorType: "timeout",
  message: `the health check did not answer within ${timeoutMs / 1000} s`,
});
