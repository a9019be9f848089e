import { constants } from "node:os";

import { StopSignals } from "./serve/stop-signals.ts";

/** Ended by a signal, with nothing left half-done. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** 128 and the number of the signal, as shells have it. */
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM" | "SIGHUP") {
    super(`${signal}: stopped.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Runs work that a signal asks to end; a second signal ends the process. Rejects with {@link Interrupted} then. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  using signals = new StopSignals();
  const controller = new AbortController();
  void signals.first.then((signal) => controller.abort(new Interrupted(signal)));
  return await work(controller.signal);
}
