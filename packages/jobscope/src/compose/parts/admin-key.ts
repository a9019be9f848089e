import type { AdminKey, AdminKeyOptions } from "../admin-key/settle-admin-key.ts";
import { settleAdminKey } from "../admin-key/settle-admin-key.ts";
import type { Part } from "../lifecycle/part.ts";

/** The admin key of this start; before it is settled nobody has one. */
export class AdminKeyPart implements Part {
  readonly name = "admin key";
  readonly component = "access";
  readonly #options: AdminKeyOptions;
  #key: AdminKey | undefined;

  constructor(options: AdminKeyOptions) {
    this.#options = options;
  }

  get hash(): string | undefined {
    return this.#key?.hash;
  }

  /** The key itself, only when it was made at this start. */
  get created(): string | undefined {
    return this.#key?.created;
  }

  async start(): Promise<void> {
    this.#key = await settleAdminKey(this.#options);
  }
}
