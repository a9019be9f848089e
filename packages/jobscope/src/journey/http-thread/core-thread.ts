import type { AlertCommand, AlertCommandResult, DeliveryAttempt, DeliveryReport } from "@jobscope/alerting";
import type { Ingest } from "@jobscope/otlp";
import type { AdminCommand, AdminCommandResult } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import type { CoreStatus, CoreWorkerData, FromCore, ToCore } from "../core-worker/core-protocol.ts";
import type { RunNotice } from "../core-worker/run-notice.ts";
import { CoreCalls } from "./core-calls.ts";
import { CorePulse } from "./core-pulse.ts";
import { IngestQueue } from "./ingest-queue.ts";
import type { SpawnWorker, SupervisorHealth } from "./worker-supervisor.ts";
import { spawnWorker, WorkerSupervisor } from "./worker-supervisor.ts";

type CoreData = Omit<CoreWorkerData, "checkIntegrity">;

export interface CoreThreadOptions {
  /** A function is asked at each start of the worker. */
  readonly data: CoreData | (() => CoreData);
  readonly spawn?: SpawnWorker;
  /** Bytes of requests that wait for the core at most. Default `MAX_WAITING_BYTES`. */
  readonly maxWaitingBytes?: number;
  /** Milliseconds without an answer after which a worker is replaced. Default `HUNG_AFTER_MS`. */
  readonly hungAfterMs?: number;
  /** Told what is to be sent now; answer each attempt through `delivered`. */
  readonly onAttempts?: (attempts: readonly DeliveryAttempt[]) => void;
  readonly onRuns?: (notices: readonly RunNotice[]) => void;
  /** Told when nothing can be stored any more, with the reason, and with undefined when it can again. */
  readonly onTrouble?: (reason: string | undefined) => void;
}

export interface CoreThreadHealth extends SupervisorHealth {
  readonly queueBytes: number;
  readonly queueRequests: number;
  /** How long the newest pulse waited for its answer, or has been waiting, milliseconds. */
  readonly lagMs: number;
  /** Requests refused because too many waited, since the start. */
  readonly refused: number;
  /** Undefined until the worker answered the first pulse. */
  readonly status: CoreStatus | undefined;
}

/** The core worker as the receiving thread sees it: hands raw requests over without copying, answers after COMMIT. */
export class CoreThread {
  readonly #options: CoreThreadOptions;
  readonly #supervisor: WorkerSupervisor<ToCore, FromCore>;
  readonly #queue: IngestQueue;
  readonly #calls: CoreCalls;
  readonly #pulse: CorePulse;
  #status: CoreStatus | undefined;

  constructor(options: CoreThreadOptions) {
    this.#options = options;
    this.#supervisor = new WorkerSupervisor<ToCore, FromCore>({
      name: "core-worker",
      // A thread that died has damaged no file, and a check of a large one would be time without ingest.
      data: (restarts): CoreWorkerData => ({
        ...(typeof options.data === "function" ? options.data() : options.data),
        checkIntegrity: restarts === 0,
      }),
      spawn: options.spawn ?? spawnWorker,
      onMessage: (message) => this.#receive(message),
      onDown: (reason) => {
        this.#queue.coreDied(reason);
        this.#calls.abandon(reason);
        this.#pulse.abandon();
      },
    });
    const post = (message: ToCore, transfer?: readonly ArrayBuffer[]): boolean =>
      this.#supervisor.post(message, transfer);
    this.#queue = new IngestQueue({
      maxWaitingBytes: options.maxWaitingBytes,
      post,
      workerHealth: () => this.#supervisor.health(),
    });
    this.#calls = new CoreCalls(post);
    this.#pulse = new CorePulse({
      hungAfterMs: options.hungAfterMs,
      post,
      onHung: (reason) => void this.#supervisor.replace(reason),
    });
  }

  /** Rejects with `WorkerStartError` when the store cannot be opened. */
  async start(): Promise<void> {
    await this.#supervisor.start();
    this.#pulse.start();
  }

  readonly ingest: Ingest = (request) => this.#queue.take(request);

  /** Small named values of the monitor, kept in the store. */
  readSetting(name: string): Promise<string | undefined> {
    return this.#calls.readSetting(name);
  }

  writeSetting(name: string, value: string): Promise<void> {
    return this.#calls.writeSetting(name, value);
  }

  /** What became of notifications. A core that is away finds them "sending" when it is back, and has them sent again. */
  delivered(reports: readonly DeliveryReport[]): void {
    this.#supervisor.post({ kind: "delivered", reports });
  }

  /** Resolves once what the command changed is durable, and `audit` with it. */
  alertCommand(command: AlertCommand, audit?: AuditEntry): Promise<AlertCommandResult> {
    return this.#calls.alertCommand(command, audit);
  }

  /** Resolves once what the command changed is durable. */
  adminCommand(command: AdminCommand): Promise<AdminCommandResult> {
    return this.#calls.adminCommand(command);
  }

  health(): CoreThreadHealth {
    return {
      ...this.#supervisor.health(),
      queueBytes: this.#queue.bytes,
      queueRequests: this.#queue.requests,
      lagMs: this.#pulse.lagMs,
      refused: this.#queue.refused,
      status: this.#status,
    };
  }

  /** Stores what waits, marks the stop as clean and closes the store. */
  async stop(timeoutMs: number): Promise<"ended" | "forced"> {
    this.#pulse.stop();
    const how = await this.#supervisor.stop({ kind: "stop" }, timeoutMs);
    const reason = "the monitor has stopped";
    this.#queue.abandon(reason);
    this.#calls.abandon(reason);
    this.#pulse.abandon();
    return how;
  }

  #receive(message: FromCore): void {
    switch (message.kind) {
      case "outcomes":
        return this.#queue.answerAll(message.outcomes);
      case "status":
        return this.#noteStatus(message.id, message.status);
      case "setting":
      case "alert_answer":
      case "alert_refused":
      case "admin_answer":
      case "admin_refused":
        return this.#calls.answer(message);
      case "deliver":
        return this.#options.onAttempts?.(message.attempts);
      case "runs":
        return this.#options.onRuns?.(message.notices);
      default:
        // The supervisor looks after the life of the worker.
        return;
    }
  }

  #noteStatus(pulseId: number, status: CoreStatus): void {
    const before = this.#status?.trouble;
    this.#status = status;
    if ((status.trouble === undefined) !== (before === undefined)) this.#options.onTrouble?.(status.trouble);
    this.#pulse.answered(pulseId);
  }
}
