import type { StoreQuestion, StoreReader } from "@jobscope/store";
import { createReader, InvalidCursorError } from "@jobscope/store";

import type { FromReader, ReadWorkerData, ToReader } from "../read-worker/read-protocol.ts";
import type { WireError } from "../wire-error.ts";
import type { SpawnWorker, SupervisorHealth } from "./worker-supervisor.ts";
import { spawnWorker, WorkerSupervisor } from "./worker-supervisor.ts";

/** A question waits this long at most; a worker that answers nothing for as long is replaced. Milliseconds. */
export const QUESTION_TIMEOUT_MS = 30_000;
/** Questions that wait at most; more are refused. */
export const MAX_QUESTIONS = 500;

/** The store cannot be asked at the moment: the worker is down, or too many questions wait. Ask again. */
export class ReaderUnavailableError extends Error {
  override readonly name = "ReaderUnavailableError";
}

export interface ReadThreadOptions {
  readonly data: ReadWorkerData;
  readonly spawn?: SpawnWorker;
  readonly timeoutMs?: number;
  readonly maxQuestions?: number;
}

export interface ReadThreadHealth extends SupervisorHealth {
  readonly waiting: number;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The read worker as the API sees it: every question of the store, answered by promise. */
export class ReadThread {
  readonly #options: ReadThreadOptions;
  readonly #supervisor: WorkerSupervisor<ToReader, FromReader>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #answers = 0;

  constructor(options: ReadThreadOptions) {
    this.#options = options;
    this.#supervisor = new WorkerSupervisor<ToReader, FromReader>({
      name: "read-worker",
      data: () => options.data,
      spawn: options.spawn ?? spawnWorker,
      onMessage: (message) => this.#receive(message),
      onDown: (reason) => this.#abandon(reason),
    });
  }

  start(): Promise<void> {
    return this.#supervisor.start();
  }

  readonly reader: StoreReader = createReader((question) => this.#ask(question));

  health(): ReadThreadHealth {
    return { ...this.#supervisor.health(), waiting: this.#pending.size };
  }

  async stop(timeoutMs: number): Promise<void> {
    await this.#supervisor.stop({ kind: "stop" }, timeoutMs);
    this.#abandon("the monitor has stopped");
  }

  #ask(asked: StoreQuestion): Promise<unknown> {
    const limit = this.#options.maxQuestions ?? MAX_QUESTIONS;
    if (this.#pending.size >= limit) {
      return Promise.reject(new ReaderUnavailableError(`${limit} questions are waiting already; ask again later`));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (!this.#supervisor.post({ kind: "ask", id, asked })) return reject(this.#down());
      const answersBefore = this.#answers;
      const timer = setTimeout(() => {
        if (this.#answers === answersBefore) this.#replaceWorker(asked.question);
        else this.#giveUp(id, asked.question);
      }, this.#timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
    });
  }

  #down(): ReaderUnavailableError {
    const { reason } = this.#supervisor.health();
    return new ReaderUnavailableError(
      `the reading side of the store is not running (${reason === "" ? "it is starting" : reason})`,
    );
  }

  #receive(message: FromReader): void {
    this.#answers++;
    if (message.kind === "answer") this.#settle(message.id, (pending) => pending.resolve(message.value));
    else if (message.kind === "refused") this.#settle(message.id, (pending) => pending.reject(revived(message.error)));
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.#pending.delete(id);
    how(pending);
  }

  // The worker answers one question after the other: where one hangs, all behind it do.
  #replaceWorker(question: StoreQuestion["question"]): void {
    void this.#supervisor.replace(`the question "${question}" took longer than ${this.#timeoutMs / 1_000} s`);
  }

  // A worker that is merely behind stays: replacing it would fail all that wait, and each replacement pauses longer.
  #giveUp(id: number, question: StoreQuestion["question"]): void {
    const waited = `the question "${question}" waited longer than ${this.#timeoutMs / 1_000} s behind others`;
    this.#settle(id, (pending) => pending.reject(new ReaderUnavailableError(`${waited}; ask again later`)));
  }

  get #timeoutMs(): number {
    return this.#options.timeoutMs ?? QUESTION_TIMEOUT_MS;
  }

  #abandon(reason: string): void {
    for (const id of this.#pending.keys()) {
      this.#settle(id, (pending) => pending.reject(new ReaderUnavailableError(`no answer: ${reason}`)));
    }
  }
}

/** An error inside the read worker, with its name and code. */
class ReaderError extends Error {
  override readonly name: string;
  readonly code: string | undefined;

  constructor(error: WireError) {
    super(error.message);
    this.name = error.name;
    this.code = error.code;
    if (error.stack !== undefined) this.stack = error.stack;
  }
}

/** The error of the other thread, with its class where callers tell it apart. */
function revived(error: WireError): Error {
  return error.name === "InvalidCursorError" ? new InvalidCursorError(error.message) : new ReaderError(error);
}
