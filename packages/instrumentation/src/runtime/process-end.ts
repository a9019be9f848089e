import type { JobProcessStopReason } from "@jobscope/semconv";

import { runDeferred } from "../lifecycle/deferred.ts";
import { activeRuns } from "../record/active-runs.ts";
import { guarded } from "../record/guard.ts";
import { holdFor, monotonicMs } from "../record/real-clock.ts";

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

/** A flush holds the process no longer than this. */
const FLUSH_MS = 3000;
/** npm, pnpm, GNU timeout and process groups deliver one wish to end as two signals. */
const SAME_WISH_MS = 1000;

/** What happens to telemetry at the end of a process; the ports keep the rules testable. */
export interface EndPorts {
  flush(timeoutMs: number): Promise<boolean>;
  /** Emits the process's last event; only its first call counts. */
  stop(reason: JobProcessStopReason): void;
  /** Sends what waits without any asynchronous step, and says on stderr what could not be sent. */
  sendNow(): void;
  reportLost(): void;
}

/**
 * The end of the process. Where the application listens to a signal, it decides what happens and we only start a flush;
 * where nobody else does, the default action was due: running runs are cancelled, a bounded flush, and then it happens.
 */
export class ProcessEnd {
  readonly #ports: EndPorts;
  readonly #undo: (() => void)[] = [];
  #dyingSinceMs: number | undefined;
  #reason: JobProcessStopReason = "exit";
  #flushing = false;
  /** Once is enough: a flush at every `beforeExit` would keep the loop turning for ever. */
  #flushedAtEnd = false;

  constructor(ports: EndPorts) {
    this.#ports = ports;
  }

  listen(): void {
    for (const signal of SIGNALS) {
      const handler = (): void => this.#onSignal(signal, handler);
      // First in line: an application's `once` listener has removed itself by the time the later ones are called.
      process.prependListener(signal, handler);
      this.#undo.push(() => process.removeListener(signal, handler));
    }
    const beforeExit = (): void => this.#onBeforeExit();
    const exit = (): void => this.#onExit();
    const uncaught = (): void => this.#onUncaught();
    process.on("beforeExit", beforeExit);
    process.on("exit", exit);
    process.on("uncaughtExceptionMonitor", uncaught);
    this.#undo.push(() => {
      process.removeListener("beforeExit", beforeExit);
      process.removeListener("exit", exit);
      process.removeListener("uncaughtExceptionMonitor", uncaught);
    });
  }

  unlisten(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #onSignal(signal: Signal, handler: () => void): void {
    if (process.listenerCount(signal) > 1) {
      this.#reason = "signal";
      void this.#flush();
      return;
    }
    if (this.#dyingSinceMs !== undefined) {
      // A second wish to end means it: no more waiting.
      if (monotonicMs() - this.#dyingSinceMs >= SAME_WISH_MS) this.#die(signal, handler);
      return;
    }
    this.#dyingSinceMs = monotonicMs();
    runDeferred();
    for (const run of activeRuns) guarded("cancelling a run", () => run.cancel(signal));
    this.#ports.stop("signal");
    // Beside a flush that runs already, which did not begin with the ends of these runs.
    void this.#flushHolding().then(() => this.#die(signal, handler));
  }

  #die(signal: Signal, handler: () => void): void {
    this.#ports.reportLost();
    process.removeListener(signal, handler);
    process.kill(process.pid, signal);
  }

  #onBeforeExit(): void {
    if (this.#flushedAtEnd) return;
    this.#flushedAtEnd = true;
    runDeferred();
    this.#ports.stop(this.#reason);
    void this.#flush();
  }

  #onUncaught(): void {
    // With a listener of the application the process goes on: its decision, and no reason to stop for a second.
    if (process.listenerCount("uncaughtException") > 0) {
      void this.#flush();
      return;
    }
    this.#reason = "uncaught_exception";
  }

  /** Nothing asynchronous runs after this. What still runs never ends: the process did that to it. */
  #onExit(): void {
    runDeferred();
    for (const run of activeRuns) guarded("ending a run", () => run.abandon(`process_${this.#reason}`));
    this.#ports.stop(this.#reason);
    this.#ports.sendNow();
  }

  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    await this.#flushHolding();
    this.#flushing = false;
  }

  async #flushHolding(): Promise<void> {
    // Whatever a provider's flush throws: the process ends as it would without us.
    await holdFor(this.#ports.flush(FLUSH_MS), FLUSH_MS, false).catch(() => false);
  }
}
