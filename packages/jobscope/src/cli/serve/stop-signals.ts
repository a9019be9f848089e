import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof SIGNALS)[number];

/** The first signal asks for an orderly stop; the second one ends the process, with the exit code a shell expects. */
export class StopSignals implements Disposable {
  readonly first: Promise<StopSignal>;
  readonly #listeners: readonly (readonly [StopSignal, () => void])[];

  constructor() {
    const { promise, resolve } = Promise.withResolvers<StopSignal>();
    this.first = promise;
    let stopping = false;
    const receive = (signal: StopSignal): void => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      resolve(signal);
    };
    this.#listeners = SIGNALS.map((signal) => [signal, () => receive(signal)] as const);
    for (const [signal, listener] of this.#listeners) process.on(signal, listener);
  }

  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }
}
