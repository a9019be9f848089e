import type { IExportLogsServiceResponse, ISerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";

import { countDropped } from "../record/drops.ts";
import { guarded, warnOnce } from "../record/guard.ts";
import type { Timer } from "../record/real-clock.ts";
import { after, cancel, monotonicMs } from "../record/real-clock.ts";
import type { OtlpPost, PostOutcome } from "./otlp-post.ts";
import type { OutageBuffer } from "./outage-buffer.ts";
import type { OutageNotice } from "./outage-notice.ts";

/** Events of one moment travel together; far below the second that a person waits. */
const COALESCE_MS = 50;
/**
 * Between two requests while events keep coming: a request costs the process more than a run does, so a hundred runs a
 * second must not become twenty requests. A critical failure and the end of the process do not wait for it.
 */
const MIN_INTERVAL_MS = 250;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 5000;
/** While a flush waits, the process is about to end: a receiver that comes back in time is still met. */
const URGENT_BACKOFF_MS = 200;
const MAX_REQUEST_BYTES = 1_000_000;

export type LogsSerializer = ISerializer<ReadableLogRecord[], IExportLogsServiceResponse>;

export interface EventSenderParts {
  readonly buffer: OutageBuffer;
  readonly post: Pick<OtlpPost, "send">;
  readonly serializer: LogsSerializer;
  /** Hears whether the receiver answers. */
  readonly notice: Pick<OutageNotice, "failed" | "reached">;
}

/** Sends what waits in the buffer, one request at a time, oldest first, until it is delivered. */
export class EventSender {
  readonly #parts: EventSenderParts;
  /** Taken out of the buffer and not delivered yet. */
  #pending: ReadableLogRecord[][] = [];
  #timer: Timer | undefined;
  #sending = false;
  #urgent = 0;
  #backoffMs = 0;
  #sentMs: number = Number.NEGATIVE_INFINITY;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(parts: EventSenderParts) {
    this.#parts = parts;
  }

  /** Records that are not delivered, oldest first. */
  unsent(): ReadableLogRecord[] {
    return [...this.#pending.flat(), ...this.#parts.buffer.all()];
  }

  add(record: ReadableLogRecord): void {
    if (this.#closed) {
      countDropped("events", "after_shutdown");
      return;
    }
    this.#parts.buffer.add(record);
    this.#schedule(this.#backoffMs > 0 ? this.#backoffMs : this.#coalesceMs());
  }

  /** Resolves once everything is delivered, or `timeoutMs` have passed; true if nothing is left. */
  async flush(timeoutMs: number): Promise<boolean> {
    const deadline = monotonicMs() + timeoutMs;
    this.#urgent++;
    try {
      this.#schedule(0);
      while (this.#waiting > 0 && monotonicMs() < deadline) await this.#idleOr(deadline - monotonicMs());
    } finally {
      this.#urgent--;
    }
    return this.#waiting === 0;
  }

  close(): void {
    this.#closed = true;
    cancel(this.#timer);
    this.#timer = undefined;
  }

  get #waiting(): number {
    return this.#pending.reduce((sum, batch) => sum + batch.length, this.#parts.buffer.size);
  }

  #coalesceMs(): number {
    return Math.max(COALESCE_MS, this.#sentMs + MIN_INTERVAL_MS - monotonicMs());
  }

  #idleOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = after(ms, resolve);
      this.#idle.push(() => {
        cancel(timer);
        resolve();
      });
    });
  }

  #schedule(delayMs: number): void {
    if (this.#sending || (this.#timer !== undefined && delayMs > 0)) return;
    cancel(this.#timer);
    this.#timer = after(delayMs, () => {
      this.#timer = undefined;
      void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let waitMs = 0;
    for (let due = this.#waiting > 0; waitMs === 0 && due; due = this.#goesOn) {
      const batch = this.#pending[0] ?? this.#parts.buffer.take();
      if (this.#pending.length === 0) this.#pending.push(batch);
      this.#sentMs = monotonicMs();
      waitMs = this.#settle(batch, await this.#send(batch));
    }
    this.#sending = false;
    for (const resolve of this.#idle.splice(0)) resolve();
    if (this.#waiting > 0 && !this.#closed) this.#schedule(waitMs > 0 ? waitMs : this.#coalesceMs());
  }

  /** What came while a request was under way waits for company, unless it fills a request by itself. */
  get #goesOn(): boolean {
    const { buffer } = this.#parts;
    return this.#pending.length > 0 || buffer.fillsBatch || (this.#urgent > 0 && buffer.size > 0);
  }

  async #send(batch: ReadableLogRecord[]): Promise<PostOutcome> {
    for (const { resource } of batch) {
      // A detector that fails leaves its attributes out; the events still go.
      if (resource.asyncAttributesPending) await resource.waitForAsyncAttributes?.().catch(() => {});
    }
    const body = guarded("serialising job events", () => this.#parts.serializer.serializeRequest(batch));
    if (body === undefined) return { kind: "refused", reason: "not_serialisable" };
    if (body.byteLength > MAX_REQUEST_BYTES && batch.length > 1) return { kind: "too_large" };
    return this.#parts.post.send(body);
  }

  /** Milliseconds to wait before the next request; 0 to go on. */
  #settle(batch: ReadableLogRecord[], outcome: PostOutcome): number {
    if (outcome.kind === "retry") {
      this.#parts.notice.failed(outcome.reason);
      this.#backoffMs = Math.min(MAX_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, this.#backoffMs * 1.5));
      if (this.#urgent > 0) return URGENT_BACKOFF_MS;
      return outcome.afterMs ?? this.#backoffMs * (0.8 + Math.random() * 0.4);
    }
    this.#parts.notice.reached();
    this.#backoffMs = 0;
    this.#pending.shift();
    if (outcome.kind === "ok") this.#countRejected(outcome.body);
    else if (outcome.kind === "refused") countDropped("events", outcome.reason, batch.length);
    else this.#split(batch);
    return 0;
  }

  #split(batch: ReadableLogRecord[]): void {
    if (batch.length <= 1) return countDropped("events", "too_large", batch.length);
    const middle = Math.ceil(batch.length / 2);
    this.#pending.unshift(batch.slice(0, middle), batch.slice(middle));
  }

  #countRejected(body: Uint8Array): void {
    if (body.byteLength === 0) return;
    const reply = guarded("reading a reply", () => this.#parts.serializer.deserializeResponse(body).partialSuccess);
    const rejected = reply?.rejectedLogRecords ?? 0;
    if (!(rejected > 0)) return;
    countDropped("events", "rejected", rejected);
    warnOnce(
      "rejected events",
      `jobscope: the receiver rejected job events: ${reply?.errorMessage ?? "no reason given"}`,
    );
  }
}
