import { hash } from "node:crypto";

import type { IngestOutcome, RawRequest } from "@jobscope/otlp";

import type { FromCore, ToCore } from "../core-worker/core-protocol.ts";
import { CrashSuspects } from "./crash-suspects.ts";
import { ownBuffer } from "./own-buffer.ts";
import type { SupervisorHealth } from "./worker-supervisor.ts";

/** Bytes of requests that wait for the core at most; more are told to come again. */
export const MAX_WAITING_BYTES = 67_108_864;

export interface IngestQueueOptions {
  /** Default {@link MAX_WAITING_BYTES}. */
  readonly maxWaitingBytes: number | undefined;
  /** False where there is no worker to take it. */
  readonly post: (message: ToCore, transfer?: readonly ArrayBuffer[]) => boolean;
  readonly workerHealth: () => SupervisorHealth;
}

interface Waiting {
  readonly hash: string;
  readonly bytes: number;
  readonly answer: (outcome: IngestOutcome) => void;
}

/** Requests on their way to the core and back: bounded in bytes, each answered once, whatever becomes of the core. */
export class IngestQueue {
  readonly #options: IngestQueueOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #suspects = new CrashSuspects();
  #bytes = 0;
  #nextId = 1;
  #refusing = false;
  #refused = 0;

  constructor(options: IngestQueueOptions) {
    this.#options = options;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get requests(): number {
    return this.#waiting.size;
  }

  /** Requests refused because too many waited, since the start. */
  get refused(): number {
    return this.#refused;
  }

  take(request: RawRequest): Promise<IngestOutcome> {
    const { maxWaitingBytes = MAX_WAITING_BYTES, post } = this.#options;
    if (this.#bytes + request.body.byteLength > maxWaitingBytes) return this.#refuse();
    if (this.#refusing) {
      this.#refusing = false;
      post({ kind: "receiving_resumed" });
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
  }

  answerAll(outcomes: (FromCore & { readonly kind: "outcomes" })["outcomes"]): void {
    for (const { id, outcome } of outcomes) {
      this.#suspects.answered(this.#waiting.get(id)?.hash ?? "");
      this.#answer(id, outcome);
    }
  }

  /** The core died: whatever it was given may be the reason. */
  coreDied(reason: string): void {
    this.#suspects.died([...this.#waiting.values()].map((waiting) => waiting.hash));
    this.abandon(reason);
  }

  /** What an ended worker was given may or may not be committed; sent again, it is stored once either way. */
  abandon(reason: string): void {
    const outcome = unavailable(`the core of the monitor stopped (${reason}); send this again`, 0);
    for (const id of this.#waiting.keys()) this.#answer(id, outcome);
  }

  #refuse(): Promise<IngestOutcome> {
    this.#refusing = true;
    this.#refused++;
    const message = `${Math.ceil(this.#bytes / 1_048_576)} MB of requests are waiting to be stored; send this one again`;
    return Promise.resolve({ kind: "unavailable", message, retryAfterSeconds: 1 });
  }

  #hand(request: RawRequest, bodyHash: string): Promise<IngestOutcome> {
    const id = this.#nextId++;
    const bytes = request.body.byteLength;
    const body = ownBuffer(request.body);
    return new Promise((resolve) => {
      const posted = this.#options.post({ kind: "ingest", id, request: { ...request, body } }, [body.buffer]);
      if (!posted) {
        this.#suspects.released(bodyHash);
        return resolve(this.#down());
      }
      this.#waiting.set(id, { hash: bodyHash, bytes, answer: resolve });
      this.#bytes += bytes;
    });
  }

  #down(): IngestOutcome {
    const { reason, retryInMs } = this.#options.workerHealth();
    const why = reason === "" ? "it is starting" : reason;
    return unavailable(`the core of the monitor is not running (${why}); send this again`, retryInMs);
  }

  #answer(id: number, outcome: IngestOutcome): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#bytes -= waiting.bytes;
    waiting.answer(outcome);
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
