import type { AlertCommand, AlertCommandResult } from "@jobscope/alerting";
import type { AdminCommand, AdminCommandResult } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import type { FromCore, ToCore } from "../core-worker/core-protocol.ts";
import { PendingCalls } from "./pending-calls.ts";

/** Answers to what is asked of the core beside ingest. */
export type CallAnswer = FromCore & {
  readonly kind: "setting" | "alert_answer" | "alert_refused" | "admin_answer" | "admin_refused";
};

/** What is asked of the core beside ingest, until it is answered. */
export class CoreCalls {
  readonly #settings: PendingCalls<string | undefined>;
  readonly #alertCommands: PendingCalls<AlertCommandResult>;
  readonly #adminCommands: PendingCalls<AdminCommandResult>;

  /** `post`: false where there is no worker to take it. */
  constructor(post: (message: ToCore) => boolean) {
    this.#settings = new PendingCalls(post);
    this.#alertCommands = new PendingCalls(post);
    this.#adminCommands = new PendingCalls(post);
  }

  readSetting(name: string): Promise<string | undefined> {
    return this.#settings.call((id) => ({ kind: "read_setting", id, name }));
  }

  async writeSetting(name: string, value: string): Promise<void> {
    await this.#settings.call((id) => ({ kind: "write_setting", id, name, value }));
  }

  alertCommand(command: AlertCommand, audit: AuditEntry | undefined): Promise<AlertCommandResult> {
    return this.#alertCommands.call((id) => ({ kind: "alert_command", id, command, audit }));
  }

  adminCommand(command: AdminCommand): Promise<AdminCommandResult> {
    return this.#adminCommands.call((id) => ({ kind: "admin_command", id, command }));
  }

  answer(message: CallAnswer): void {
    switch (message.kind) {
      case "alert_answer":
        return this.#alertCommands.answer(message.id, message.result);
      case "alert_refused":
        return this.#alertCommands.refuse(message.id, message.error);
      case "admin_answer":
        return this.#adminCommands.answer(message.id, message.result);
      case "admin_refused":
        return this.#adminCommands.refuse(message.id, message.error);
      case "setting":
        if (message.error === undefined) this.#settings.answer(message.id, message.value);
        else this.#settings.refuse(message.id, message.error);
    }
  }

  abandon(reason: string): void {
    this.#settings.abandon(reason);
    this.#alertCommands.abandon(reason);
    this.#adminCommands.abandon(reason);
  }
}
