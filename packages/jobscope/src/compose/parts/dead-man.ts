import type { AlertingConfig, DeadMan } from "@jobscope/alerting";

import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import { pingTroubleOf, startDeadManPing } from "../alerting/dead-man-ping.ts";
import type { Part } from "../lifecycle/part.ts";

/** Tells somebody outside at an interval that alerts are judged and delivered. */
export class DeadManPart implements Part {
  readonly name = "dead-man ping";
  readonly component = "alerting";
  readonly #start: () => DeadMan | undefined;
  #ping: DeadMan | undefined;

  constructor(config: AlertingConfig, core: CoreThread) {
    this.#start = () => startDeadManPing(config, core);
  }

  /** Why the last ping did not arrive. */
  get trouble(): string | undefined {
    return pingTroubleOf(this.#ping);
  }

  start(): void {
    this.#ping = this.#start();
  }

  stop(): void {
    this.#ping?.close();
    this.#ping = undefined;
  }
}
