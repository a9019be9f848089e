import type { DeliveryAttempt, DeliveryReport, Sender } from "@jobscope/alerting";

export interface NotifierOptions {
  readonly sender: Sender;
  /** Told the outcome of each attempt. */
  readonly onReport: (report: DeliveryReport) => void;
}

/** Sends what the core decided to send. Whether and when again is the core's decision, too. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** The core commits an attempt before it asks for it, so one that is left here is made again after the next start. */
  send(attempts: readonly DeliveryAttempt[]): void {
    if (this.#stopped) return;
    for (const attempt of attempts) {
      const sending = this.#send(attempt).finally(() => this.#underWay.delete(sending));
      this.#underWay.add(sending);
    }
  }

  /** Lets what is under way end for at most this long, then cuts it off; each attempt is reported either way. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopped = true;
    const cut = setTimeout(() => this.#options.sender.close(), timeoutMs);
    await Promise.allSettled(this.#underWay);
    clearTimeout(cut);
    this.#options.sender.close();
  }

  async #send(attempt: DeliveryAttempt): Promise<void> {
    this.#options.onReport(await this.#options.sender.send(attempt));
  }
}
