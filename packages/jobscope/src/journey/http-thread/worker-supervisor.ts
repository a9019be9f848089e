import { Worker, type Transferable } from "node:worker_threads";

import type { WireError } from "../wire-error.ts";
import { toWireError } from "../wire-error.ts";
import { RestartBackoff } from "./restart-backoff.ts";
import type { WorkerName } from "./worker-entry.ts";
import { workerEntry } from "./worker-entry.ts";

/** Starts a worker thread; tests put their own in its place, or keep the thread to end it. */
export type SpawnWorker = (name: WorkerName, data: unknown) => Worker;

export const spawnWorker: SpawnWorker = (name, workerData) => new Worker(workerEntry(name), { name, workerData });

/** Every worker says `ready` once it can work, or `failed` with the reason, before anything else. */
type Greeting = { readonly kind: "ready" } | { readonly kind: "failed"; readonly error: WireError };

export interface SupervisorOptions<FromWorker> {
  readonly name: WorkerName;
  /** What the worker is started with, given how often it was started again. */
  readonly data: (restarts: number) => unknown;
  readonly spawn: SpawnWorker;
  readonly onMessage: (message: FromWorker) => void;
  /** The worker died: whatever it was asked and has not answered is lost. */
  readonly onDown: (reason: string) => void;
}

export interface SupervisorHealth {
  readonly state: "starting" | "up" | "down" | "stopped";
  /** Why it is down; `""` when it is not. */
  readonly reason: string;
  readonly restarts: number;
  /** Milliseconds since the newest death; undefined while there was none. */
  readonly diedAgoMs: number | undefined;
  /** Until the next attempt to start it, milliseconds; 0 when it is up. */
  readonly retryInMs: number;
}

/** A worker that could not begin to work; `code` and `name` are those of the error inside the worker. */
export class WorkerStartError extends Error {
  override readonly name = "WorkerStartError";
  override readonly cause: WireError;

  constructor(worker: WorkerName, error: WireError) {
    super(`${worker} could not start: ${error.message}`);
    this.cause = error;
  }
}

/** Keeps one worker thread running: starts it, notices its death, starts another after a pause that grows. */
export class WorkerSupervisor<ToWorker, FromWorker extends { readonly kind: string }> {
  readonly #options: SupervisorOptions<FromWorker>;
  readonly #backoff = new RestartBackoff();
  #worker: Worker | undefined;
  #state: SupervisorHealth["state"] = "starting";
  #reason = "";
  #restarts = 0;
  #retryAtMs = 0;
  #diedAtMs: number | undefined;
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions<FromWorker>) {
    this.#options = options;
  }

  /** Resolves once the worker can work. Rejects with {@link WorkerStartError} if the first one cannot start. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#launch((error) => {
        if (error === undefined) return resolve();
        this.#state = "stopped";
        clearTimeout(this.#retryTimer);
        reject(new WorkerStartError(this.#options.name, error));
      });
    });
  }

  /** False when there is no worker to take the message. */
  post(message: ToWorker, transfer: readonly Transferable[] = []): boolean {
    if (this.#state !== "up" || this.#worker === undefined) return false;
    this.#worker.postMessage(message, transfer);
    return true;
  }

  health(): SupervisorHealth {
    const retryInMs = this.#state === "down" ? Math.max(0, this.#retryAtMs - performance.now()) : 0;
    const diedAgoMs = this.#diedAtMs === undefined ? undefined : performance.now() - this.#diedAtMs;
    return { state: this.#state, reason: this.#reason, restarts: this.#restarts, retryInMs, diedAgoMs };
  }

  /** Ends a worker that no longer answers; another one takes its place. */
  async replace(reason: string): Promise<void> {
    this.#reason = reason;
    await this.#worker?.terminate();
  }

  /** Waits for the worker to end by itself after it was told to; ends it by force when the time is up. */
  async stop(farewell: ToWorker, timeoutMs: number): Promise<"ended" | "forced"> {
    clearTimeout(this.#retryTimer);
    const worker = this.#worker;
    const wasUp = this.post(farewell);
    this.#state = "stopped";
    if (worker === undefined) return "ended";
    if (!wasUp) {
      await worker.terminate();
      return "forced";
    }
    return endedWithin(worker, timeoutMs);
  }

  #launch(firstStart?: (error: WireError | undefined) => void): void {
    this.#state = "starting";
    const worker = this.#spawn(firstStart);
    if (worker === undefined) return;
    this.#worker = worker;
    let startFailure: WireError | undefined;
    let greeted = false;
    worker.on("message", (message: FromWorker | Greeting) => {
      if (message.kind === "failed" && "error" in message) startFailure = message.error;
      else if (message.kind === "ready") {
        greeted = true;
        this.#up();
        firstStart?.(undefined);
      } else this.#options.onMessage(message as FromWorker);
    });
    worker.on("error", (error: Error) => {
      startFailure ??= toWireError(error);
    });
    worker.on("exit", (code) => {
      const failure = startFailure ?? toWireError(`it ended with code ${code}`);
      this.#died(failure.message);
      if (!greeted) firstStart?.(failure);
    });
  }

  /** Undefined where the system has no thread to give: that counts as a death, so that it is tried again. */
  #spawn(firstStart: ((error: WireError) => void) | undefined): Worker | undefined {
    try {
      return this.#options.spawn(this.#options.name, this.#options.data(this.#restarts));
    } catch (error) {
      const failure = toWireError(error);
      this.#died(failure.message);
      firstStart?.(failure);
      return undefined;
    }
  }

  #up(): void {
    if (this.#state === "stopped") return;
    this.#state = "up";
    this.#reason = "";
    this.#backoff.started(performance.now());
  }

  #died(reason: string): void {
    this.#worker = undefined;
    // A worker that was replaced on purpose has its reason already.
    this.#reason = this.#state === "up" && this.#reason !== "" ? this.#reason : reason;
    this.#options.onDown(this.#reason);
    if (this.#state === "stopped") return;
    this.#state = "down";
    this.#restarts++;
    const pauseMs = this.#backoff.died(performance.now());
    this.#diedAtMs = performance.now();
    this.#retryAtMs = this.#diedAtMs + pauseMs;
    this.#retryTimer = setTimeout(() => this.#launch(), pauseMs).unref();
  }
}

function endedWithin(worker: Worker, timeoutMs: number): Promise<"ended" | "forced"> {
  return new Promise((resolve) => {
    let how: "ended" | "forced" = "ended";
    const timer = setTimeout(() => {
      how = "forced";
      void worker.terminate();
    }, timeoutMs);
    worker.once("exit", () => {
      clearTimeout(timer);
      resolve(how);
    });
  });
}
