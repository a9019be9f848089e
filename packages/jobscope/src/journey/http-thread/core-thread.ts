import { hash } from "node:crypto";

import type { AlertCommand, AlertCommandResult, DeliveryAttempt, DeliveryReport } from "@jobscope/alerting";
import type { Ingest, IngestOutcome, RawRequest } from "@jobscope/otlp";
import type { AdminCommand, AdminCommandResult } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import type { CoreStatus, CoreWorkerData, FromCore, ToCore } from "../core-worker/core-protocol.ts";
import type { RunNotice } from "../core-worker/run-notice.ts";
import { CrashSuspects } from "./crash-suspects.ts";
import { ownBuffer } from "./own-buffer.ts";
import { PendingCalls } from "./pending-calls.ts";
import type { SpawnWorker, SupervisorHealth } from "./worker-supervisor.ts";
import { spawnWorker, WorkerSupervisor } from "./worker-supervisor.ts";

/** Bytes of requests that wait for the core at most; more are told to come again. */
export const MAX_WAITING_BYTES = 67_108_864;
const PULSE_MS = 1_000;
/** A worker that has not answered a pulse for this long is ended and replaced. */
export const HUNG_AFTER_MS = 120_000;

type CoreData = Omit<CoreWorkerData, "checkIntegrity">;

export interface CoreThreadOptions {
  /** A function is asked at each start of the worker. */
  readonly data: CoreData | (() => CoreData);
  readonly spawn?: SpawnWorker;
  readonly maxWaitingBytes?: number;
  /** Default {@link HUNG_AFTER_MS}. */
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

/** Answers to what is asked of the core beside ingest. */
type CallAnswer = FromCore & {
  readonly kind: "setting" | "alert_answer" | "alert_refused" | "admin_answer" | "admin_refused";
};

interface Waiting {
  readonly hash: string;
  readonly bytes: number;
  readonly answer: (outcome: IngestOutcome) => void;
}

/** The core worker as the receiving thread sees it: hands raw requests over without copying, answers after COMMIT. */
export class CoreThread {
  readonly #options: CoreThreadOptions;
  readonly #supervisor: WorkerSupervisor<ToCore, FromCore>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #settings: PendingCalls<string | undefined>;
  readonly #alertCommands: PendingCalls<AlertCommandResult>;
  readonly #adminCommands: PendingCalls<AdminCommandResult>;
  readonly #suspects = new CrashSuspects();
  #queueBytes = 0;
  #nextId = 1;
  #refusing = false;
  #refused = 0;
  #status: CoreStatus | undefined;
  #pulse: { readonly id: number; readonly sentMs: number } | undefined;
  #lagMs = 0;
  #pulseTimer: NodeJS.Timeout | undefined;

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
        this.#suspects.died([...this.#waiting.values()].map((waiting) => waiting.hash));
        this.#abandon(reason);
      },
    });
    const post = (message: ToCore): boolean => this.#supervisor.post(message);
    this.#settings = new PendingCalls(post);
    this.#alertCommands = new PendingCalls(post);
    this.#adminCommands = new PendingCalls(post);
  }

  /** Rejects with `WorkerStartError` when the store cannot be opened. */
  async start(): Promise<void> {
    await this.#supervisor.start();
    this.#sendPulse();
    // Neither this nor the next worker keeps alive a process that has nothing else to do.
    this.#pulseTimer = setInterval(() => this.#sendPulse(), PULSE_MS).unref();
  }

  readonly ingest: Ingest = (request) => {
    const bytes = request.body.byteLength;
    if (this.#queueBytes + bytes > (this.#options.maxWaitingBytes ?? MAX_WAITING_BYTES)) return this.#refuse();
    if (this.#refusing) {
      this.#refusing = false;
      this.#supervisor.post({ kind: "receiving_resumed" });
    }
    const bodyHash = hash("sha1", request.body);
    switch (this.#suspects.judge(bodyHash)) {
      case "refused":
        return Promise.resolve(ENDS_THE_CORE);
      case "wait":
        return Promise.resolve(
          unavailable("the core died with this request and others; they are tried one at a time", 0),
        );
      case "clear":
      case "alone":
        return this.#hand(request, bodyHash);
    }
  };

  /** Small named values of the monitor, kept in the store. */
  readSetting(name: string): Promise<string | undefined> {
    return this.#settings.call((id) => ({ kind: "read_setting", id, name }));
  }

  async writeSetting(name: string, value: string): Promise<void> {
    await this.#settings.call((id) => ({ kind: "write_setting", id, name, value }));
  }

  /** What became of notifications. A core that is away finds them "sending" when it is back, and has them sent again. */
  delivered(reports: readonly DeliveryReport[]): void {
    this.#supervisor.post({ kind: "delivered", reports });
  }

  /** Resolves once what the command changed is durable, and `audit` with it. */
  alertCommand(command: AlertCommand, audit?: AuditEntry): Promise<AlertCommandResult> {
    return this.#alertCommands.call((id) => ({ kind: "alert_command", id, command, audit }));
  }

  /** Resolves once what the command changed is durable. */
  adminCommand(command: AdminCommand): Promise<AdminCommandResult> {
    return this.#adminCommands.call((id) => ({ kind: "admin_command", id, command }));
  }

  health(): CoreThreadHealth {
    return {
      ...this.#supervisor.health(),
      queueBytes: this.#queueBytes,
      queueRequests: this.#waiting.size,
      lagMs: this.#pulse === undefined ? this.#lagMs : Math.max(this.#lagMs, performance.now() - this.#pulse.sentMs),
      refused: this.#refused,
      status: this.#status,
    };
  }

  /** Stores what waits, marks the stop as clean and closes the store. */
  async stop(timeoutMs: number): Promise<"ended" | "forced"> {
    clearInterval(this.#pulseTimer);
    const how = await this.#supervisor.stop({ kind: "stop" }, timeoutMs);
    this.#abandon("the monitor has stopped");
    return how;
  }

  #refuse(): Promise<IngestOutcome> {
    this.#refusing = true;
    this.#refused++;
    const message = `${Math.ceil(this.#queueBytes / 1_048_576)} MB of requests are waiting to be stored; send this one again`;
    return Promise.resolve({ kind: "unavailable", message, retryAfterSeconds: 1 });
  }

  #hand(request: RawRequest, bodyHash: string): Promise<IngestOutcome> {
    const id = this.#nextId++;
    const bytes = request.body.byteLength;
    const body = ownBuffer(request.body);
    return new Promise((resolve) => {
      const posted = this.#supervisor.post({ kind: "ingest", id, request: { ...request, body } }, [body.buffer]);
      if (!posted) {
        this.#suspects.released(bodyHash);
        return resolve(this.#down());
      }
      this.#waiting.set(id, { hash: bodyHash, bytes, answer: resolve });
      this.#queueBytes += bytes;
    });
  }

  #down(): IngestOutcome {
    const { reason, retryInMs } = this.#supervisor.health();
    const why = reason === "" ? "it is starting" : reason;
    return unavailable(`the core of the monitor is not running (${why}); send this again`, retryInMs);
  }

  #receive(message: FromCore): void {
    switch (message.kind) {
      case "outcomes":
        return this.#answerAll(message.outcomes);
      case "status":
        return this.#noteStatus(message.id, message.status);
      case "setting":
      case "alert_answer":
      case "alert_refused":
      case "admin_answer":
      case "admin_refused":
        return this.#answerCall(message);
      case "deliver":
        return this.#options.onAttempts?.(message.attempts);
      case "runs":
        return this.#options.onRuns?.(message.notices);
      default:
        // The supervisor looks after the life of the worker.
        return;
    }
  }

  #answerCall(message: CallAnswer): void {
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

  #answerAll(outcomes: (FromCore & { readonly kind: "outcomes" })["outcomes"]): void {
    for (const { id, outcome } of outcomes) {
      this.#suspects.answered(this.#waiting.get(id)?.hash ?? "");
      this.#answer(id, outcome);
    }
  }

  #noteStatus(pulseId: number, status: CoreStatus): void {
    const before = this.#status?.trouble;
    this.#status = status;
    if ((status.trouble === undefined) !== (before === undefined)) this.#options.onTrouble?.(status.trouble);
    if (this.#pulse?.id !== pulseId) return;
    this.#lagMs = performance.now() - this.#pulse.sentMs;
    this.#pulse = undefined;
  }

  #answer(id: number, outcome: IngestOutcome): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#queueBytes -= waiting.bytes;
    waiting.answer(outcome);
  }

  /** What a dead worker was given may or may not be committed; sent again, it is stored once either way. */
  #abandon(reason: string): void {
    const outcome = unavailable(`the core of the monitor stopped (${reason}); send this again`, 0);
    for (const id of this.#waiting.keys()) this.#answer(id, outcome);
    this.#settings.abandon(reason);
    this.#alertCommands.abandon(reason);
    this.#adminCommands.abandon(reason);
    this.#pulse = undefined;
  }

  #sendPulse(): void {
    const hungAfterMs = this.#options.hungAfterMs ?? HUNG_AFTER_MS;
    if (this.#pulse !== undefined && performance.now() - this.#pulse.sentMs > hungAfterMs) {
      this.#pulse = undefined;
      void this.#supervisor.replace(`it did not answer for ${hungAfterMs / 1_000} s`);
      return;
    }
    const id = this.#nextId++;
    const sentMs = performance.now();
    const posted = this.#supervisor.post({ kind: "pulse", id });
    // An unanswered pulse stays the one that is timed; the others only tell the worker that we live.
    if (posted) this.#pulse ??= { id, sentMs };
  }
}

const ENDS_THE_CORE: IngestOutcome = {
  kind: "malformed",
  message:
    "nothing of this request is stored: the core of the monitor died each time it was tried; send smaller batches",
};

function unavailable(message: string, retryInMs: number): IngestOutcome {
  return { kind: "unavailable", message, retryAfterSeconds: Math.max(1, Math.ceil(retryInMs / 1_000)) };
}
