import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";

import { countDropped } from "../record/drops.ts";
import { estimatedBytes, isProcessHeartbeat, rankOf } from "./event-record.ts";
import { Fifo } from "./fifo.ts";

interface Entry {
  readonly record: ReadableLogRecord;
  readonly order: number;
  readonly bytes: number;
}

export const BUFFER_BYTES = 8_000_000;
const BATCH_RECORDS = 512;
/** Half of the limit that common backends have, since the size is an estimate. */
const BATCH_BYTES = 500_000;

/**
 * Job events that wait for delivery: bounded by bytes, taken oldest first. When it is full, progress goes first, then
 * details of exceptions, then the rest; the starts and ends of runs last. Of heartbeats only the newest is kept: it
 * speaks for the process as a whole, and goes behind everything that waits.
 */
export class OutageBuffer {
  readonly #maxBytes: number;
  readonly #queues: readonly Fifo<Entry>[] = [new Fifo(), new Fifo(), new Fifo(), new Fifo()];
  #heartbeat: ReadableLogRecord | undefined;
  #order = 0;
  #bytes = 0;

  constructor(maxBytes: number = BUFFER_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#queues.reduce((sum, queue) => sum + queue.size, this.#heartbeat === undefined ? 0 : 1);
  }

  /** True while what waits fills a request. */
  get fillsBatch(): boolean {
    return this.#bytes >= BATCH_BYTES || this.size >= BATCH_RECORDS;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(record: ReadableLogRecord): void {
    if (isProcessHeartbeat(record)) {
      this.#heartbeat = record;
      return;
    }
    const bytes = estimatedBytes(record);
    this.#queues[rankOf(record)]?.push({ record, order: this.#order++, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#maxBytes && this.#giveUpOne());
  }

  /** The oldest records, as many as fit one request; the heartbeat only behind the last of them. */
  take(): ReadableLogRecord[] {
    const batch: ReadableLogRecord[] = [];
    let bytes = 0;
    while (batch.length < BATCH_RECORDS && bytes < BATCH_BYTES) {
      const entry = this.#oldest()?.shift();
      if (entry === undefined) break;
      batch.push(entry.record);
      bytes += entry.bytes;
    }
    this.#bytes -= bytes;
    if (this.#heartbeat !== undefined && this.#oldest() === undefined) {
      batch.push(this.#heartbeat);
      this.#heartbeat = undefined;
    }
    return batch;
  }

  all(): ReadableLogRecord[] {
    const entries = this.#queues.flatMap((queue) => queue.toArray()).toSorted((a, b) => a.order - b.order);
    const records = entries.map((entry) => entry.record);
    return this.#heartbeat === undefined ? records : [...records, this.#heartbeat];
  }

  #oldest(): Fifo<Entry> | undefined {
    let oldest: Fifo<Entry> | undefined;
    let order = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues) {
      const entry = queue.peek();
      if (entry !== undefined && entry.order < order) {
        oldest = queue;
        order = entry.order;
      }
    }
    return oldest;
  }

  #giveUpOne(): boolean {
    const entry = this.#queues.find((queue) => queue.size > 0)?.shift();
    if (entry === undefined) return false;
    this.#bytes -= entry.bytes;
    countDropped("events", "buffer_full");
    return true;
  }
}
