import type { ToCore } from "../core-worker/core-protocol.ts";
import type { WireError } from "../wire-error.ts";

interface Pending<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** Questions to the core's thread that wait for their answers, each under a number of its own. */
export class PendingCalls<T> {
  readonly #post: (message: ToCore) => boolean;
  readonly #pending = new Map<number, Pending<T>>();
  #nextId = 1;

  constructor(post: (message: ToCore) => boolean) {
    this.#post = post;
  }

  call(message: (id: number) => ToCore): Promise<T> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#post(message(id))) this.#pending.set(id, { resolve, reject });
      else reject(new Error("the core of the monitor is not running"));
    });
  }

  answer(id: number, value: T): void {
    this.#take(id)?.resolve(value);
  }

  refuse(id: number, error: WireError): void {
    this.#take(id)?.reject(new Error(error.message));
  }

  abandon(reason: string): void {
    for (const pending of this.#pending.values()) pending.reject(new Error(reason));
    this.#pending.clear();
  }

  #take(id: number): Pending<T> | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
