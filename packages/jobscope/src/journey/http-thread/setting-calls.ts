import type { FromCore, ToCore } from "../core-worker/core-protocol.ts";

interface PendingSetting {
  readonly resolve: (value: string | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Settings of the monitor live in the store, so reading and writing them are questions to the core's thread. */
export class SettingCalls {
  readonly #post: (message: ToCore) => boolean;
  readonly #pending = new Map<number, PendingSetting>();
  #nextId = 1;

  constructor(post: (message: ToCore) => boolean) {
    this.#post = post;
  }

  read(name: string): Promise<string | undefined> {
    return this.#call((id) => ({ kind: "read_setting", id, name }));
  }

  async write(name: string, value: string): Promise<void> {
    await this.#call((id) => ({ kind: "write_setting", id, name, value }));
  }

  answer(message: FromCore & { readonly kind: "setting" }): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.value);
    else pending?.reject(new Error(message.error.message));
  }

  abandon(reason: string): void {
    for (const pending of this.#pending.values()) pending.reject(new Error(reason));
    this.#pending.clear();
  }

  #call(message: (id: number) => ToCore): Promise<string | undefined> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#post(message(id))) this.#pending.set(id, { resolve, reject });
      else reject(new Error("the core of the monitor is not running"));
    });
  }
}
